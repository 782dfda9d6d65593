using System.Net;
using ConsultCluster.Media.Dtls;

namespace ConsultCluster.Media.Sdp;

/// <summary>Writes our side of the transport into a section (RFC 8839 §5, RFC 8842 §5.2).</summary>
internal sealed class TransportLines(SdpAnswerPolicy policy, TransportAnswer transport)
{
    /// <summary>Type preference of host candidates (RFC 8445 §5.1.2.2).</summary>
    private const uint HostPreference = 126;

    private const int RtpComponent = 1;

    private readonly string _fingerprint = "sha-256 " + string.Join(':', policy.Fingerprint.Select(b => b.ToString("X2")));

    /// <summary>Port of an accepted section; 9 without candidates.</summary>
    public int Port => policy.Candidates.IsEmpty ? 9 : policy.Candidates[0].Port;

    /// <summary>Value of the <c>c=</c> line of an accepted section.</summary>
    public string Connection => policy.Candidates.IsEmpty ? "IN IP4 0.0.0.0"
        : policy.Candidates[0].IsIPv4 ? $"IN IP4 {Text(policy.Candidates[0])}"
        : $"IN IP6 {Text(policy.Candidates[0])}";

    /// <summary>Adds credentials, fingerprint and role.</summary>
    /// <param name="isTagged">True adds the candidates.</param>
    public void AddTo(MediaDescription media, bool isTagged)
    {
        media.Add("ice-ufrag", transport.Local.UserFragment);
        media.Add("ice-pwd", transport.Local.Password);
        media.Add("fingerprint", _fingerprint);
        media.Add("setup", transport.Role == DtlsRole.Server ? "passive" : "active");
        if (!isTagged)
        {
            return;
        }

        for (var i = 0; i < policy.Candidates.Length; i++)
        {
            var (candidate, order) = (policy.Candidates[i], (uint)(ushort.MaxValue - i));
            var priority = (HostPreference << 24) | (order << 8) | (256 - RtpComponent);
            media.Add("candidate", $"{i + 1} {RtpComponent} udp {priority} {Text(candidate)} {candidate.Port} typ host");
        }

        media.Add("end-of-candidates");
    }

    // Without the interface index, which is meaningless on another machine.
    private static IPAddress Text(in TransportAddress address) => (address with { ScopeId = 0 }).ToEndPoint().Address;
}
