using System.Globalization;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>What one publisher sends to how many receivers.</summary>
/// <param name="Receivers">Default 20.</param>
/// <param name="Rate">Packets per second that the publisher sends. Default 500.</param>
/// <param name="Size">Bytes of each datagram that a receiver gets. Default 1,100.</param>
/// <param name="Burst">Packets sent at once, as an encoder does with a frame. Default 10; 1 spreads them evenly.</param>
/// <param name="Seconds">Length of the measurement. Default 10.</param>
/// <param name="Profile">SRTP profile: <c>gcm</c> (default) or <c>cm</c>.</param>
/// <param name="SegmentationOffload">False with <c>--no-gso</c>.</param>
/// <param name="Json">One line of JSON and nothing else.</param>
internal sealed record FanoutOptions(
    int Receivers, int Rate, int Size, int Burst, int Seconds, string Profile, bool SegmentationOffload, bool Json)
{
    public const string Usage =
        "fanout [--receivers 20] [--rate 500] [--size 1100] [--burst 10] [--seconds 10] [--profile gcm|cm] [--no-gso] [--json]";

    /// <summary>SRTP profiles in OpenSSL's names.</summary>
    public string SrtpProfiles => Profile switch
    {
        "gcm" => "SRTP_AEAD_AES_128_GCM",
        "cm" => "SRTP_AES128_CM_SHA1_80",
        _ => throw new FormatException($"--profile is gcm or cm, not '{Profile}'."),
    };

    public static FanoutOptions Parse(string[] args) => new(
        Number(args, "--receivers", 20, 1, 1_000),
        Number(args, "--rate", 500, 1, 100_000),
        Number(args, "--size", 1_100, 100, 1_400),
        Number(args, "--burst", 10, 1, 64),
        Number(args, "--seconds", 10, 1, 3_600),
        Text(args, "--profile", "gcm"),
        !args.Contains("--no-gso", StringComparer.Ordinal),
        args.Contains("--json", StringComparer.Ordinal));

    /// <summary>The same options for another process.</summary>
    public string[] ToArguments() =>
    [
        "--receivers", Invariant(Receivers), "--rate", Invariant(Rate), "--size", Invariant(Size), "--burst", Invariant(Burst),
        "--seconds", Invariant(Seconds), "--profile", Profile,
    ];

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Number(string[] args, string name, int standard, int min, int max)
    {
        var text = Text(args, name, Invariant(standard));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new FormatException($"{name} must be a number from {min} to {max}, not '{text}'.");
    }

    private static string Text(string[] args, string name, string standard)
    {
        var index = Array.IndexOf(args, name);
        return index < 0 ? standard : index + 1 < args.Length ? args[index + 1] : throw new FormatException($"{name} needs a value.");
    }
}
