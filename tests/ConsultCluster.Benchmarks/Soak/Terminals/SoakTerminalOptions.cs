using ConsultCluster.Benchmarks.Soak.Latency;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>Who a terminal is and where it comes in.</summary>
/// <param name="Number">Of it in the whole run.</param>
/// <param name="Group">The consultation.</param>
/// <param name="Token">Signed text of its token.</param>
/// <param name="Doors">Servers and gateways; after a loss it tries the next one.</param>
/// <param name="FirstDoor">Index of the first one that it tries.</param>
/// <param name="From">Its address, as a reverse proxy says.</param>
/// <param name="Region">Label of where it is.</param>
/// <param name="HasVideo">Sends small pictures as well as a voice.</param>
/// <param name="Hear">Takes each voice packet that it receives, with the time of arrival; null for nobody.</param>
internal sealed record SoakTerminalOptions(
    int Number,
    string Group,
    string Token,
    IReadOnlyList<Uri> Doors,
    int FirstDoor,
    string From,
    string? Region,
    bool HasVideo,
    Action<TimedFrame, long>? Hear)
{
    /// <summary>For sentences.</summary>
    public string Name => $"terminal-{Number}";
}
