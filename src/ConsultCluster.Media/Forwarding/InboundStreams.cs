using System.Runtime.InteropServices;
using System.Text;
using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Maps SSRCs to tracks: as signalled, or else learnt from the MID extension, or else from the payload type (RFC 8843
/// §9.2).
/// </summary>
internal sealed class InboundStreams
{
    /// <summary>Enough for 16 tracks with RTX after each has changed its SSRC once.</summary>
    private const int MaxSsrcs = 64;

    /// <summary>A terminal has only a few SSRCs: linear search is faster than hashing, and smaller.</summary>
    private readonly List<InboundStream> _streams = new(capacity: 3);

    /// <summary>Registers the signalled SSRCs of a newly negotiated track.</summary>
    public void Signal(Track track)
    {
        if (track.Media.RemoteSsrc is { } ssrc)
        {
            Bind(track, ssrc, isRtx: false);
        }

        if (track.Media.RemoteRtxSsrc is { } rtx)
        {
            Bind(track, rtx, isRtx: true);
        }
    }

    /// <summary>Forgets a track's SSRCs.</summary>
    public void Remove(Track track) => _streams.RemoveAll(stream => ReferenceEquals(stream.Track, track));

    /// <summary>The track of a packet, and whether it is a retransmission; null when it belongs to no track.</summary>
    public Track? Find(in RtpHeader header, ReadOnlySpan<byte> packet, List<Track> tracks, out bool isRtx)
    {
        foreach (ref readonly var stream in CollectionsMarshal.AsSpan(_streams))
        {
            if (stream.Ssrc == header.Ssrc)
            {
                isRtx = stream.IsRtx;
                return stream.Track;
            }
        }

        isRtx = false;
        if (_streams.Count >= MaxSsrcs)
        {
            return null;
        }

        return FindByMid(header, packet, tracks) is { } named
            ? Learn(named, header, out isRtx)
            : FindByPayloadType(header, tracks) is { } only ? Learn(only, header, out isRtx) : null;
    }

    private Track? Learn(Track track, in RtpHeader header, out bool isRtx)
    {
        isRtx = track.Codecs.FindRtx(header.PayloadType) is not null;
        if (!isRtx && track.Codecs.Find(header.PayloadType) is null)
        {
            return null;
        }

        Bind(track, header.Ssrc, isRtx);
        return track;
    }

    private void Bind(Track track, uint ssrc, bool isRtx)
    {
        var before = isRtx ? track.RtxSsrc : track.Ssrc;
        if (before is { } old && old != ssrc)
        {
            // Keep the old SSRC without a track, so that two senders with one MID do not alternate with every packet.
            Set(new(old, null, IsRtx: false));
        }

        if (isRtx)
        {
            track.RtxSsrc = ssrc;
        }
        else
        {
            track.Bind(ssrc);
        }

        Set(new(ssrc, track, isRtx));
    }

    private void Set(InboundStream stream)
    {
        var index = _streams.FindIndex(known => known.Ssrc == stream.Ssrc);
        if (index < 0)
        {
            _streams.Add(stream);
        }
        else
        {
            _streams[index] = stream;
        }
    }

    private static Track? FindByMid(in RtpHeader header, ReadOnlySpan<byte> packet, List<Track> tracks)
    {
        Span<byte> mid = stackalloc byte[RtpExtensions.MaxTwoByteLength];
        foreach (var track in tracks)
        {
            if (header.TryFindExtension(packet, track.Media.Extensions.Mid, out var value)
                && Encoding.UTF8.TryGetBytes(track.Media.Mid, mid, out var length)
                && value.SequenceEqual(mid[..length]))
            {
                return track;
            }
        }

        return null;
    }

    private static Track? FindByPayloadType(in RtpHeader header, List<Track> tracks)
    {
        Track? found = null;
        foreach (var track in tracks)
        {
            var fits = (track.Ssrc is null && track.Codecs.Find(header.PayloadType) is not null)
                || (track.RtxSsrc is null && track.Codecs.FindRtx(header.PayloadType) is not null);
            if (fits && found is not null)
            {
                return null;
            }

            found = fits ? track : found;
        }

        return found;
    }
}
