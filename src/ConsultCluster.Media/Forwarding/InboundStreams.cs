using System.Runtime.InteropServices;
using System.Text;
using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Maps SSRCs to tracks: as signalled, or else learnt from the MID extension, or else from the payload type (RFC 8843
/// §9.2). A track follows its publisher to another SSRC, and back; of simulcast layers it takes the best.
/// </summary>
internal sealed class InboundStreams
{
    /// <summary>Enough for 16 tracks with RTX after each has changed its SSRC once; then the oldest former ones go.</summary>
    private const int MaxSsrcs = 64;

    /// <summary>
    /// A former stream returns when the current one is silent for so long. Two senders of one section must not alternate
    /// with every packet, and nobody should wait a second for a picture.
    /// </summary>
    private static readonly TimeSpan ReturnAfter = TimeSpan.FromMilliseconds(300);

    /// <summary>Shortest time between two changes of a track's stream: each clears its history.</summary>
    private static readonly TimeSpan MinBetweenChanges = TimeSpan.FromMilliseconds(100);

    /// <summary>Time over which the layers of a track are compared.</summary>
    private static readonly TimeSpan CompareInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A terminal has only a few SSRCs: linear search is faster than hashing, and smaller.</summary>
    private readonly List<InboundStream> _streams = new(capacity: 3);

    /// <summary>
    /// True when the terminal also sends something that it may not publish. Then a packet without MID does not take the
    /// place of another stream.
    /// </summary>
    public bool HasRefused { get; set; }

    /// <summary>Registers the signalled SSRCs of a newly negotiated track.</summary>
    public void Signal(Track track)
    {
        if (track.Media.RemoteSsrc is not { } ssrc || track.SignalledSsrc == ssrc)
        {
            return;
        }

        track.SignalledSsrc = ssrc;
        Bind(track, ssrc);
        if (track.Media.RemoteRtxSsrc is { } rtx)
        {
            AddRtx(track, rtx);
        }
    }

    /// <summary>Forgets a track's SSRCs.</summary>
    public void Remove(Track track) => _streams.RemoveAll(stream => ReferenceEquals(stream.Track, track));

    /// <summary>The track of a packet, and whether it is a retransmission; null when it is not to be forwarded.</summary>
    public Track? Find(in RtpHeader header, ReadOnlySpan<byte> packet, List<Track> tracks, MonoTime now, out bool isRtx)
    {
        foreach (ref var stream in CollectionsMarshal.AsSpan(_streams))
        {
            if (stream.Ssrc == header.Ssrc)
            {
                isRtx = stream.IsRtx;
                stream.Bytes += packet.Length;
                return isRtx || stream.IsCurrent || TryBecomeCurrent(stream, now) ? stream.Track : null;
            }
        }

        isRtx = false;
        var track = FindByMid(header, packet, tracks, out var hasMid) ?? (hasMid ? null : FindByPayloadType(header, tracks, now));
        return track is null ? null : Learn(track, header, now, out isRtx);
    }

    private static bool MayChange(Track track, MonoTime now) => track.Ssrc is null || now - track.BoundAt >= MinBetweenChanges;

    private static bool IsSilent(Track track, MonoTime now) => now - track.LastPacket >= ReturnAfter;

    /// <summary>A packet of a stream that is not forwarded: the current one is silent, or another layer is better.</summary>
    private bool TryBecomeCurrent(InboundStream stream, MonoTime now)
    {
        var track = stream.Track;
        if (!MayChange(track, now))
        {
            return false;
        }

        var chosen = IsSilent(track, now) ? stream.Ssrc : BestLayer(track, now);
        if (chosen != track.Ssrc)
        {
            Bind(track, chosen);
            track.BoundAt = now;
        }

        return chosen == stream.Ssrc;
    }

    /// <summary>
    /// Of layers that a terminal sends at once (RFC 8853), the one with the most bytes since the last comparison: the largest
    /// picture. The current one, unless another is clearly better.
    /// </summary>
    private uint BestLayer(Track track, MonoTime now)
    {
        var passed = now - track.ComparedAt;
        if (passed < CompareInterval)
        {
            return track.Ssrc!.Value;
        }

        var (best, most, current) = (track.Ssrc!.Value, 0L, 0L);
        foreach (ref var stream in CollectionsMarshal.AsSpan(_streams))
        {
            if (!ReferenceEquals(stream.Track, track) || stream.IsRtx)
            {
                continue;
            }

            if (stream.IsCurrent)
            {
                current = stream.Bytes;
            }
            else if (stream.Bytes > most)
            {
                (best, most) = (stream.Ssrc, stream.Bytes);
            }

            stream.Bytes = 0;
        }

        track.ComparedAt = now;

        // After a longer time without other layers, the counts began at different times.
        return passed < CompareInterval * 2 && most > current + (current / 4) ? best : track.Ssrc!.Value;
    }

    private Track? Learn(Track track, in RtpHeader header, MonoTime now, out bool isRtx)
    {
        isRtx = track.Codecs.FindRtx(header.PayloadType) is not null;
        if (isRtx)
        {
            AddRtx(track, header.Ssrc);
            return track;
        }

        if (track.Codecs.Find(header.PayloadType) is null || !MayChange(track, now))
        {
            return null;
        }

        Bind(track, header.Ssrc);
        track.BoundAt = now;
        return track;
    }

    private void Bind(Track track, uint ssrc)
    {
        if (track.Ssrc is { } old && old != ssrc)
        {
            Set(track, old, isRtx: false, isCurrent: false);
        }

        track.Bind(ssrc);
        Set(track, ssrc, isRtx: false, isCurrent: true);
    }

    /// <summary>Retransmissions may come under several SSRCs; only packets that are missing are taken from them.</summary>
    private void AddRtx(Track track, uint ssrc)
    {
        track.HasRtx = true;
        Set(track, ssrc, isRtx: true, isCurrent: false);
    }

    private void Set(Track track, uint ssrc, bool isRtx, bool isCurrent)
    {
        var stream = new InboundStream { Ssrc = ssrc, Track = track, IsRtx = isRtx, IsCurrent = isCurrent };
        var index = _streams.FindIndex(known => known.Ssrc == ssrc);
        if (index >= 0)
        {
            _streams[index] = stream;
            return;
        }

        if (_streams.Count == MaxSsrcs && _streams.FindIndex(known => !known.IsCurrent) is var oldest and >= 0)
        {
            _streams.RemoveAt(oldest);
        }

        if (_streams.Count < MaxSsrcs)
        {
            _streams.Add(stream);
        }
    }

    /// <param name="hasMid">True when the packet names a section, even one that is not published.</param>
    private static Track? FindByMid(in RtpHeader header, ReadOnlySpan<byte> packet, List<Track> tracks, out bool hasMid)
    {
        hasMid = false;
        Span<byte> mid = stackalloc byte[RtpExtensions.MaxTwoByteLength];
        foreach (var track in tracks)
        {
            if (!header.TryFindExtension(packet, track.Media.Extensions.Mid, out var value))
            {
                continue;
            }

            hasMid = true;
            if (Encoding.UTF8.TryGetBytes(track.Media.Mid, mid, out var length)
                && value.SequenceEqual(mid[..length]))
            {
                return track;
            }
        }

        return null;
    }

    /// <summary>
    /// Without MID: the only section with that payload type that has no stream yet, or else the only one that may have
    /// changed its stream. A section whose stream still comes has not changed it when another one is silent.
    /// </summary>
    private Track? FindByPayloadType(in RtpHeader header, List<Track> tracks, MonoTime now)
    {
        Track? free = null;
        Track? silent = null;
        Track? any = null;
        var (frees, silents, all) = (0, 0, 0);
        foreach (var track in tracks)
        {
            var isRtx = track.Codecs.FindRtx(header.PayloadType) is not null;
            if (!isRtx && track.Codecs.Find(header.PayloadType) is null)
            {
                continue;
            }

            (any, all) = (track, all + 1);
            if (isRtx ? !track.HasRtx : track.Ssrc is null)
            {
                (free, frees) = (track, frees + 1);
            }
            else if (!isRtx && IsSilent(track, now))
            {
                (silent, silents) = (track, silents + 1);
            }
        }

        return frees > 0 ? (frees == 1 ? free : null)
            : HasRefused ? null
            : all == 1 ? any
            : silents == 1 ? silent : null;
    }
}
