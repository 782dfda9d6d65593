using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>SRTP and SRTCP of one session, first as RTP, then as RTCP; its streams and replay windows grow with the run.</summary>
internal sealed class SrtpTarget
{
    private readonly SrtpReceiver _receiver = new(KnownKeys.Srtp, FrameworkSrtpCrypto.Instance);

    public int Run(byte[] input)
    {
        var asRtcp = input.ToArray();
        var rtp = RtpHeader.TryParse(input, out var header) ? _receiver.TryUnprotectRtp(input, header.Length, out _, out _) : SrtpResult.Malformed;
        var rtcp = _receiver.TryUnprotectRtcp(asRtcp, out _);
        return HashCode.Combine(rtp, rtcp);
    }
}
