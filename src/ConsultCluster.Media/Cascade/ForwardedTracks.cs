using System.Buffers.Binary;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>All tracks that one link offers to its peer, by id.</summary>
internal sealed class ForwardedTracks(Link link, RelayShared shared)
{
    private const int ClocksHeaderLength = 12;
    private const int ClockLength = 9;
    private const int NackHeaderLength = 4;

    private readonly Dictionary<uint, ForwardedTrack> _tracks = [];
    private uint _lastId;

    public int Count => _tracks.Count;

    /// <summary>Adds a track of the group with a new id.</summary>
    public ForwardedTrack Add(LinkedGroup group, Track track)
    {
        var forwarded = new ForwardedTrack(++_lastId, group, track, shared);
        _tracks.Add(forwarded.Id, forwarded);
        return forwarded;
    }

    public void Remove(ForwardedTrack track)
    {
        if (_tracks.Remove(track.Id))
        {
            link.Channel.Send(TrackGone.ToMessage(track.Id));
        }
    }

    public void HandleSubscription(uint id, bool isSubscribed, MonoTime now) => _tracks.GetValueOrDefault(id)?.SetSubscribed(isSubscribed, now);

    /// <summary>Starts the tracks that the peer has just subscribed to.</summary>
    public void Begin(MonoTime now, IDatagramSink sink)
    {
        foreach (var track in _tracks.Values)
        {
            track.Begin(now, sink);
        }
    }

    /// <summary>Retransmits packets that the peer misses; false when the message is malformed.</summary>
    public bool TryHandleNack(ReadOnlySpan<byte> message, MonoTime now, IDatagramSink sink)
    {
        var items = new LinkNackItems(message);
        while (items.TryRead(out var id, out var sequence, out var following))
        {
            if (_tracks.GetValueOrDefault(id) is not { } track)
            {
                continue;
            }

            track.Resend(sequence, now, sink);
            for (var next = 1u; following != 0; following >>= 1, next++)
            {
                if ((following & 1) != 0)
                {
                    track.Resend(sequence + next, now, sink);
                }
            }
        }

        return items.IsWhole;
    }

    /// <summary>Requests keyframes from publishers; false when the message is malformed.</summary>
    public bool TryHandleKeyframes(ReadOnlySpan<byte> message, MonoTime now)
    {
        if (message.Length < NackHeaderLength)
        {
            return false;
        }

        for (var rest = message[NackHeaderLength..]; rest.Length >= 4; rest = rest[4..])
        {
            shared.LinkCounters.KeyframeRequestsIn++;
            _tracks.GetValueOrDefault(BinaryPrimitives.ReadUInt32BigEndian(rest))?.Track.RequestKeyframe(now);
        }

        return true;
    }

    /// <summary>Sends the RTP clocks of the tracks that the peer receives; false when there are none.</summary>
    public bool SendClocks(MonoTime now, IDatagramSink sink)
    {
        var any = false;
        Span<byte> message = stackalloc byte[LinkMessage.MaxLength];
        var length = ClocksHeaderLength;
        foreach (var (id, forwarded) in _tracks)
        {
            if (!forwarded.IsSubscribed)
            {
                continue;
            }

            any = true;
            if (!forwarded.Track.Clock.TryRead(now, forwarded.Track.ClockRate, out var timestamp))
            {
                continue;
            }

            BinaryPrimitives.WriteUInt32BigEndian(message[length..], id);
            message[length + 4] = forwarded.Track.Receivers.Run;
            BinaryPrimitives.WriteUInt32BigEndian(message[(length + 5)..], timestamp);
            length += ClockLength;
            if (length + ClockLength > message.Length)
            {
                Send(message, length, now, sink);
                length = ClocksHeaderLength;
            }
        }

        if (length > ClocksHeaderLength)
        {
            Send(message, length, now, sink);
        }

        return any;
    }

    private void Send(Span<byte> message, int length, MonoTime now, IDatagramSink sink)
    {
        message[..ClocksHeaderLength].Clear();
        message[0] = LinkMessage.Clocks;
        BinaryPrimitives.WriteUInt64BigEndian(message[4..], NtpTime.From(now));
        var datagram = link.Transport.Reserve(length, sink);
        if (!datagram.IsEmpty)
        {
            message[..length].CopyTo(datagram[LinkCipher.HeaderLength..]);
            link.Transport.Commit(datagram, length, sink);
        }
    }
}
