using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>How a relay is set up and what is published through it.</summary>
/// <param name="Size">Bytes of each datagram that a receiver gets under GCM.</param>
/// <param name="Spread">Sizes vary by that many bytes within a burst, as an encoder's do.</param>
/// <param name="Burst">Packets sent at once, as an encoder does with a frame.</param>
/// <param name="Profile">SRTP profile: <c>gcm</c> or <c>cm</c>.</param>
/// <param name="PlainIn">What is published is not encrypted.</param>
/// <param name="OpenSslOnly">AES-GCM by OpenSSL even where a faster library is installed.</param>
/// <param name="OneAddress">The relay is bound to 127.0.0.1 alone, not to every address.</param>
internal sealed record StageOptions(int Size, int Spread, int Burst, string Profile, bool SegmentationOffload, bool PlainIn, bool OpenSslOnly, bool OneAddress = false)
{
    /// <summary>RTP header, MID extension and tag of AES-GCM.</summary>
    private const int PacketOverhead = 36;

    /// <summary>MID in a one-byte-header extension.</summary>
    private const int ExtensionLength = 8;

    /// <exception cref="FormatException">There is no such profile.</exception>
    public SrtpProfile SrtpProfile => SrtpProfileNames.Parse(Profile);

    /// <summary>For the relay's process, see <see cref="RelayHost"/>.</summary>
    public IEnumerable<string> HostArguments =>
    [
        "--profiles",
        SrtpProfileNames.ToOpenSsl(SrtpProfile),
        .. SegmentationOffload ? (string[])[] : ["--no-gso"],
        .. PlainIn ? (string[])["--plain-in"] : [],
        .. OpenSslOnly ? (string[])["--openssl"] : [],
        .. OneAddress ? (string[])["--one-address"] : [],
    ];

    /// <summary>Payload bytes of the n-th packet of a burst, where the server adds a MID extension.</summary>
    public int PayloadLength(int n) => Size - PacketOverhead - (Spread == 0 ? 0 : n * 7 % (Spread + 1));

    /// <summary>Payload bytes of the n-th packet of a burst, where the server adds no extension: the datagrams out are as long.</summary>
    public int BarePayloadLength(int n) => PayloadLength(n) + ExtensionLength;

    public static StageOptions Parse(Arguments args, int standardBurst) => new(
        args.Number("--size", 1_100, 100, 1_400),
        args.Number("--spread", 0, 0, 50),
        args.Number("--burst", standardBurst, 1, 64),
        args.Text("--profile", "gcm"),
        !args.Has("--no-gso"),
        args.Has("--plain-in"),
        args.Has("--openssl"),
        args.Has("--one-address"));
}
