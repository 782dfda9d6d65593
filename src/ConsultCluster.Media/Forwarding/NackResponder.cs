using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Answers one slot's NACKs from the track's shared history (RFC 4585 §6.2.1), within limits.</summary>
internal sealed class NackResponder(Slot slot, RelayShared shared)
{
    /// <summary>
    /// Lower bound of the round trip, also used before it is measured: two NACKs closer together mean the same loss.
    /// </summary>
    private static readonly TimeSpan MinRoundTrip = TimeSpan.FromMilliseconds(15);

    private readonly ResendLimiter _limiter = new(shared.Options.MaxResendsPerSecond);

    public bool MayResend(long sequence, MonoTime now)
    {
        var roundTrip = slot.Receiver.RoundTrip.Value ?? MinRoundTrip;
        return _limiter.TryTake(sequence, now, roundTrip > MinRoundTrip ? roundTrip : MinRoundTrip);
    }

    public void HandleLate(long sequence, MonoTime now) => _limiter.HandleLate(sequence, now);

    public void HandleNack(ReadOnlySpan<byte> feedback, MonoTime now, IDatagramSink sink)
    {
        var items = new NackItems(feedback);
        while (items.TryRead(out var sequence))
        {
            switch (slot.Resend(sequence, now, sink))
            {
                case ResendResult.Sent:
                    shared.Counters.Resent++;
                    break;
                case ResendResult.Refused:
                    shared.Counters.ResendsRefused++;
                    break;
                default:
                    shared.Counters.ResendsMissing++;
                    break;
            }
        }
    }
}
