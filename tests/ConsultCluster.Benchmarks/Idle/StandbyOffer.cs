using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>
/// What Chromium offers for a terminal in warm standby, with all its codecs: microphone and camera to send, one slot for sound and one
/// for pictures. And what tells one terminal of the benchmark from another: all of it follows from the number.
/// </summary>
internal static class StandbyOffer
{
    /// <summary>The first of 127.1.0.1 and up.</summary>
    private const uint FirstAddress = 0x7F01_0001;

    private static readonly string _template = ReadTemplate();

    /// <summary>What the offer's sending sections carry, by mid.</summary>
    public static IReadOnlyDictionary<string, TrackSource> Sources { get; } =
        new Dictionary<string, TrackSource>(StringComparer.Ordinal) { ["0"] = TrackSource.Microphone, ["1"] = TrackSource.Camera };

    /// <summary>The offer of one terminal.</summary>
    /// <param name="fingerprint">SHA-256 of its certificate.</param>
    public static string Of(int terminal, ReadOnlySpan<byte> fingerprint) => _template
        .Replace("{ufrag}", UserFragment(terminal), StringComparison.Ordinal)
        .Replace("{pwd}", Password(terminal), StringComparison.Ordinal)
        .Replace("{fingerprint}", BitConverter.ToString(fingerprint.ToArray()).Replace('-', ':'), StringComparison.Ordinal);

    public static string UserFragment(int terminal) => $"u{terminal:D7}";

    public static string Password(int terminal) => $"passwordOfTerminal{terminal:D8}";

    /// <summary>A loopback address for each terminal, all on one socket.</summary>
    public static TransportAddress Address(int terminal) => TransportAddress.FromIPv4(FirstAddress + (uint)terminal, 0);

    /// <summary>The number of the terminal with that address.</summary>
    public static int TerminalAt(uint address) => (int)(address - FirstAddress);

    private static string ReadTemplate()
    {
        using var stream = typeof(StandbyOffer).Assembly.GetManifestResourceStream("chromium-standby")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
