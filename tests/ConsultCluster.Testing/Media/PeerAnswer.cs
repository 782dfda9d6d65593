using System.Globalization;
using System.Net;
using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Testing.Media;

/// <summary>What a terminal needs of the relay's answer.</summary>
/// <param name="Role">The terminal's DTLS role.</param>
/// <param name="Slots">By mid: the SSRC and RTX SSRC (0 without) that the relay sends with.</param>
public sealed record PeerAnswer(
    IceCredentials Remote,
    byte[] Fingerprint,
    DtlsRole Role,
    IReadOnlyList<TransportAddress> Candidates,
    IReadOnlyDictionary<string, (uint Ssrc, uint RtxSsrc)> Slots)
{
    /// <summary>Throws when the answer lacks something: in a test that is a failure.</summary>
    public static PeerAnswer Parse(string sdp)
    {
        var lines = sdp.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var slots = new Dictionary<string, (uint, uint)>(StringComparer.Ordinal);
        foreach (var section in Sections(lines))
        {
            if (section.Contains("a=sendonly") || section.Contains("a=sendrecv"))
            {
                var mid = Value(section, "a=mid:");
                var pair = section.Find(line => line.StartsWith("a=ssrc-group:FID ", StringComparison.Ordinal))?["a=ssrc-group:FID ".Length..].Split(' ');
                slots[mid] = pair is null
                    ? (Number(Value(section, "a=ssrc:").Split(' ')[0]), 0)
                    : (Number(pair[0]), Number(pair[1]));
            }
        }

        return new(
            new(Value(lines, "a=ice-ufrag:"), Value(lines, "a=ice-pwd:")),
            Convert.FromHexString(Value(lines, "a=fingerprint:sha-256 ").Replace(":", "", StringComparison.Ordinal)),
            Value(lines, "a=setup:") == "active" ? DtlsRole.Server : DtlsRole.Client,
            [.. lines.Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(Candidate).Distinct()],
            slots);
    }

    private static IEnumerable<List<string>> Sections(string[] lines)
    {
        List<string>? section = null;
        foreach (var line in lines)
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                if (section is not null)
                {
                    yield return section;
                }

                section = [];
            }

            section?.Add(line);
        }

        if (section is not null)
        {
            yield return section;
        }
    }

    private static TransportAddress Candidate(string line)
    {
        var fields = line.Split(' ');
        return TransportAddress.From(new IPEndPoint(IPAddress.Parse(fields[4]), int.Parse(fields[5], CultureInfo.InvariantCulture)));
    }

    private static string Value(IEnumerable<string> lines, string prefix) =>
        lines.First(line => line.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..];

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
