namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Where a publisher's RTP clock stands at a moment of ours (RFC 3550 §6.4.1): from its sender reports, so that sound and
/// picture of one terminal stay together, and before the first from the arrival of its packets.
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

    /// <summary>Takes note of a packet; after the first report it changes nothing.</summary>
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
    /// <param name="at">When it was sent, on our clock.</param>
    public void HandleReport(uint timestamp, MonoTime at)
    {
        _hasReport = true;
        _timestamp = timestamp;
        _at = at;
    }

    /// <summary>The publisher's RTP timestamp at that moment; false before anything came.</summary>
    public bool TryRead(MonoTime now, int clockRate, out uint timestamp)
    {
        timestamp = (uint)(_timestamp + (long)((now - _at).TotalSeconds * clockRate));
        return _hasReport || _hasPacket;
    }
}
