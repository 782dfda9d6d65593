using System.Globalization;
using System.Text.Json;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Audit;

/// <summary>
/// The newest entry of the audit at some moment, signed, to be kept where whoever can write the database cannot: it shows later that entries
/// up to it are gone or are others. One line of JSON.
/// </summary>
/// <param name="Number">Number of the entry; 0 for an empty audit.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="SignedFrom">Number of the first entry that has to be signed.</param>
/// <param name="At">When it was the newest.</param>
/// <param name="By">Name of the process that says so.</param>
/// <param name="Key">Id of the key.</param>
/// <param name="Signature">Base64 of the signature over all of it.</param>
public sealed record AuditHead(long Number, string Hash, long SignedFrom, DateTimeOffset At, string By, string Key, string Signature)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A head for that entry; null when the keys only verify.</summary>
    /// <param name="keys">Signs it.</param>
    /// <param name="last">The newest entry.</param>
    /// <param name="signedFrom">Number of the first entry that has to be signed.</param>
    /// <param name="at">When it was the newest.</param>
    /// <param name="by">Name of this process.</param>
    public static AuditHead? Sign(AuditKeys keys, RecordedAudit last, long signedFrom, DateTimeOffset at, string by)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(last);
        return keys.SignHead(Text(last.Number, last.Hash, signedFrom, at, by)) is { } signature
            ? new AuditHead(last.Number, last.Hash, signedFrom, at, by, signature.Key, signature.Value)
            : null;
    }

    /// <summary>Reads a line that <see cref="ToLine"/> wrote; null when it is none, or when no trusted key has signed it.</summary>
    public static AuditHead? Parse(string line, AuditKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        try
        {
            return JsonSerializer.Deserialize<AuditHead>(line, Json) is { Hash: not null, By: not null } head
                && keys.VerifyHead(head.Key, Text(head.Number, head.Hash, head.SignedFrom, head.At, head.By), head.Signature)
                ? head
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One line without its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);

    private static string Text(long number, string hash, long signedFrom, DateTimeOffset at, string by) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}\n{hash}\n{signedFrom}\n{at.UtcTicks}\n{by}");
}
