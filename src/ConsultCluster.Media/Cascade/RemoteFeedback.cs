using System.Buffers.Binary;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>Requests due packets and keyframes from a link's peer, in one datagram if they fit.</summary>
internal static class RemoteFeedback
{
    private const int MaxNacksAtOnce = 64;
    private const int HeaderLength = 4;

    /// <summary>Allowance for processing at the other relay and for reordering.</summary>
    private static readonly TimeSpan Processing = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan FirstRetryInterval = TimeSpan.FromMilliseconds(100);

    public static void Send(Link link, RelayShared shared, MonoTime now, IDatagramSink sink)
    {
        Span<byte> nack = stackalloc byte[LinkMessage.MaxLength];
        Span<byte> keyframes = stackalloc byte[LinkMessage.MaxLength];
        Span<long> missing = stackalloc long[MaxNacksAtOnce];
        var (nackLength, keyframesLength) = (HeaderLength, HeaderLength);
        foreach (var remote in link.Incoming.All)
        {
            if (remote.Track is not { NextFeedback: { } next } track || next > now)
            {
                continue;
            }

            if (track.Nacks.NextTimeout is { } due && due <= now)
            {
                track.Nacks.RetryInterval = link.Meter.RoundTrip + Processing ?? FirstRetryInterval;
                var room = Math.Min(missing.Length, (nack.Length - nackLength) / LinkNackItems.ItemLength);
                var count = track.Nacks.HandleTimeout(now, missing[..room]);
                nackLength += LinkNackItems.Write(nack[nackLength..], remote.Announcement.Id, missing[..count]);
                shared.LinkCounters.NacksOut += count;
            }

            if (keyframesLength + 4 <= keyframes.Length && track.Keyframes.HandleTimeout(now))
            {
                BinaryPrimitives.WriteUInt32BigEndian(keyframes[keyframesLength..], remote.Announcement.Id);
                keyframesLength += 4;
                shared.LinkCounters.KeyframeRequestsOut++;
            }
        }

        SendMessage(link, LinkMessage.Nack, nack[..nackLength], sink);
        SendMessage(link, LinkMessage.Keyframes, keyframes[..keyframesLength], sink);
    }

    private static void SendMessage(Link link, byte type, Span<byte> message, IDatagramSink sink)
    {
        if (message.Length == HeaderLength || link.Transport.Reserve(message.Length, sink) is not { IsEmpty: false } datagram)
        {
            return;
        }

        message[..HeaderLength].Clear();
        message[0] = type;
        message.CopyTo(datagram[LinkCipher.HeaderLength..]);
        link.Transport.Commit(datagram, message.Length, sink);
    }
}
