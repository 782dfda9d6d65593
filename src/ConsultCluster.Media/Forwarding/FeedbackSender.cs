using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Requests missing packets and keyframes from a publisher when due (RFC 4585).</summary>
internal sealed class FeedbackSender(RelayShared shared)
{
    private const int MaxNacksAtOnce = 64;
    private const int MaxCompound = 512;
    private static readonly TimeSpan Processing = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxRetryInterval = TimeSpan.FromMilliseconds(250);

    public void Send(Session session, MonoTime now, IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[MaxCompound];
        Span<long> nacks = stackalloc long[MaxNacksAtOnce];
        foreach (var track in session.Tracks.All)
        {
            if (track.Ssrc is not { } ssrc || track.NextFeedback is not { } next || next > now)
            {
                continue;
            }

            var writer = new RtcpWriter(buffer);
            if (track.Nacks.NextTimeout is { } due && due <= now)
            {
                if (session.RoundTrip.Value is { } roundTrip)
                {
                    var interval = roundTrip + Processing;
                    track.Nacks.RetryInterval = interval < MaxRetryInterval ? interval : MaxRetryInterval;
                }

                var count = track.Nacks.HandleTimeout(now, nacks);
                writer.WriteNack(session.Ssrc, ssrc, nacks[..count]);
                shared.Counters.NacksOut += count;
            }

            if (track.Keyframes.HandleTimeout(now) && track.Codec is { Pli: true } or { Fir: true })
            {
                RequestKeyframe(ref writer, session.Ssrc, ssrc, track);
                shared.Counters.KeyframeRequestsOut++;
            }

            session.Transport.SendRtcp(buffer[..writer.Length], sink);
        }
    }

    private static void RequestKeyframe(ref RtcpWriter writer, uint sender, uint ssrc, Track track)
    {
        if (track.Codec.Pli)
        {
            writer.WritePli(sender, ssrc);
        }
        else
        {
            writer.WriteFir(sender, ssrc, track.Keyframes.Number);
        }
    }
}
