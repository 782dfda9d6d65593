using System.Net;
using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>
/// What Chromium offers for a terminal in warm standby, with all its codecs: microphone and camera to send, one slot for sound and one
/// for pictures. And what tells one terminal of the benchmark from another: all of it follows from the number.
/// </summary>
internal static class StandbyOffer
{
    public const string MicrophoneMid = "0";
    public const string CameraMid = "1";

    private static readonly string _template = ReadTemplate();

    /// <summary>The offer of one terminal.</summary>
    /// <param name="fingerprint">SHA-256 of its certificate, as <c>a=fingerprint</c> has it.</param>
    public static string Of(int terminal, string fingerprint) => _template
        .Replace("{ufrag}", UserFragment(terminal), StringComparison.Ordinal)
        .Replace("{pwd}", Password(terminal), StringComparison.Ordinal)
        .Replace("{fingerprint}", fingerprint, StringComparison.Ordinal);

    public static string UserFragment(int terminal) => $"u{terminal:D7}";

    public static string Password(int terminal) => $"passwordOfTerminal{terminal:D8}";

    /// <summary>A loopback address for each terminal: 127.1.0.1 and up, all on one socket.</summary>
    public static TransportAddress Address(int terminal) => TransportAddress.FromIPv4(0x7F01_0001 + (uint)terminal, 0);

    /// <summary>The number of the terminal with that address.</summary>
    public static int TerminalAt(uint address) => (int)(address - 0x7F01_0001);

    /// <summary>Where the relay is.</summary>
    public static uint RelayAddress { get; } = TransportAddress.From(new IPEndPoint(IPAddress.Loopback, 0)).IPv4;

    private static string ReadTemplate()
    {
        using var stream = typeof(StandbyOffer).Assembly.GetManifestResourceStream("chromium-standby")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
