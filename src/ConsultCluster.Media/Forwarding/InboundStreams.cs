using System.Text;
using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Which track an SSRC belongs to: as signalled, else learnt from the MID extension, else from the payload type (RFC 8843 §9.2).</summary>
internal sealed class InboundStreams
{
    /// <summary>As many as 16 tracks with RTX need after each has changed its SSRC once.</summary>
    private const int MaxSsrcs = 64;

    private readonly Dictionary<uint, InboundStream?> _bySsrc = [];

    /// <summary>A track was negotiated, for the first time or again.</summary>
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
    public void Remove(Track track)
    {
        foreach (var (ssrc, stream) in _bySsrc)
        {
            if (stream is not null && ReferenceEquals(stream.Track, track))
            {
                _bySsrc.Remove(ssrc);
            }
        }
    }

    /// <summary>The stream of a packet; null when it is none of ours.</summary>
    public InboundStream? Find(in RtpHeader header, ReadOnlySpan<byte> packet, List<Track> tracks)
    {
        if (_bySsrc.TryGetValue(header.Ssrc, out var known))
        {
            return known;
        }

        if (_bySsrc.Count >= MaxSsrcs)
        {
            return null;
        }

        return FindByMid(header, packet, tracks) is { } named
            ? Learn(named, header)
            : FindByPayloadType(header, tracks) is { } only ? Learn(only, header) : null;
    }

    private InboundStream? Learn(Track track, in RtpHeader header)
    {
        var isRtx = track.Codecs.FindRtx(header.PayloadType) is not null;
        return isRtx || track.Codecs.Find(header.PayloadType) is not null ? Bind(track, header.Ssrc, isRtx) : null;
    }

    private InboundStream Bind(Track track, uint ssrc, bool isRtx)
    {
        var before = isRtx ? track.RtxSsrc : track.Ssrc;
        if (before is { } old && old != ssrc)
        {
            // Stays known as nobody's, so that two senders under one MID do not take it from each other packet by packet.
            _bySsrc[old] = null;
        }

        if (isRtx)
        {
            track.RtxSsrc = ssrc;
        }
        else
        {
            track.Bind(ssrc);
        }

        var stream = new InboundStream(track, isRtx);
        _bySsrc[ssrc] = stream;
        return stream;
    }

    private static Track? FindByMid(in RtpHeader header, ReadOnlySpan<byte> packet, List<Track> tracks)
    {
        Span<byte> mid = stackalloc byte[RtpExtensions.MaxOneByteLength];
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
