namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Maps our time to a publisher's RTP clock (RFC 3550 §6.4.1): by its sender reports, which keeps audio and video in
/// sync, and before the first report by the arrival of its packets.
/// </summary>
internal sealed class SenderClock
{
    private bool _hasReport;
    private bool _hasPacket;
    private uint _timestamp;
    private MonoTime _at;

    public void Clear()
    {
        _hasReport = false;
        _hasPacket = false;
    }

    /// <summary>Handles a packet; ignored after the first report.</summary>
    public void HandlePacket(uint timestamp, MonoTime now)
    {
        if (!_hasReport)
        {
            _hasPacket = true;
            _timestamp = timestamp;
            _at = now;
        }
    }

    /// <param name="timestamp">The report's RTP timestamp.</param>
    /// <param name="at">Time on our clock when it was sent.</param>
    public void HandleReport(uint timestamp, MonoTime at)
    {
        _hasReport = true;
        _timestamp = timestamp;
        _at = at;
    }

    /// <summary>The publisher's RTP timestamp at that time; false before the first packet.</summary>
    public bool TryRead(MonoTime now, int clockRate, out uint timestamp)
    {
        timestamp = (uint)(_timestamp + (long)((now - _at).TotalSeconds * clockRate));
        return _hasReport || _hasPacket;
    }
}
