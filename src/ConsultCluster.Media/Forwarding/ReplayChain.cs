namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// The last keyframe of a track and everything after it, as far as that is in the history without a gap: a receiver that
/// gets all of it can decode what follows, without a new keyframe.
/// </summary>
internal sealed class ReplayChain
{
    /// <summary>A keyframe of a large screen, and some frames after it.</summary>
    private const int MaxPackets = 256;

    /// <summary>
    /// Limit of bytes after the keyframe: a fifth of a second at the default bitrate. Beyond it a new keyframe costs less, and
    /// comes as soon; a still scene stays below it for minutes.
    /// </summary>
    private const int MaxBytesAfter = 64 * 1024;

    /// <summary>The history may span so much; compressed it is half a second.</summary>
    private const int MaxSpanSeconds = 240;

    private long _keyframe = -1;
    private uint _timestamp;

    /// <summary>Receivers must not see what was before: the source was muted, restarted, or changed its codec.</summary>
    public void Clear() => _keyframe = -1;

    /// <summary>A packet with which decoding can start. Of one keyframe, the first such packet counts.</summary>
    public void HandleKeyframe(long sequence, uint timestamp)
    {
        if (_keyframe < 0 || (timestamp == _timestamp ? sequence < _keyframe : sequence > _keyframe))
        {
            _keyframe = sequence;
            _timestamp = timestamp;
        }
    }

    /// <summary>The chain's first packet, and the timestamp of its newest one; false when it is incomplete or too long.</summary>
    public bool TryFind(PacketHistory history, int clockRate, out PacketRecord first, out uint newest)
    {
        newest = _timestamp;
        if (!history.TryFind(_keyframe, out first) || history.Highest - _keyframe >= MaxPackets)
        {
            return false;
        }

        var bytes = 0;
        for (var sequence = _keyframe; sequence <= history.Highest; sequence++)
        {
            if (!history.TryFind(sequence, out var packet))
            {
                return false;
            }

            // Frames must stay apart when time is compressed. Frames that are sent in another order do not.
            var step = (int)(packet.Timestamp - newest);
            if (step is < 0 or (> 0 and < ReplayTime.Compression))
            {
                return false;
            }

            bytes += packet.Timestamp == _timestamp ? 0 : packet.Length;
            newest = packet.Timestamp;
        }

        return bytes <= MaxBytesAfter && newest - _timestamp <= (uint)(MaxSpanSeconds * clockRate);
    }
}
