using System.Globalization;
using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Stores;

/// <summary>The last row of a page; rows of the next page were requested before it.</summary>
/// <param name="RequestedAt">When that row was requested.</param>
/// <param name="Group">Settles rows of the same moment.</param>
public readonly record struct ConsultationCursor(DateTimeOffset RequestedAt, GroupId Group)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out ConsultationCursor cursor)
    {
        cursor = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot <= 0
            || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.Ticks
            || !GroupId.TryParse(text![(dot + 1)..], out var group))
        {
            return false;
        }

        cursor = new ConsultationCursor(new DateTimeOffset(ticks, TimeSpan.Zero), group);
        return true;
    }

    /// <summary>Opaque text for URLs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RequestedAt.UtcTicks}.{Group}");
}
