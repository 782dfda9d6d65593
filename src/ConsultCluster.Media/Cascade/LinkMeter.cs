using System.Buffers.Binary;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>Heartbeats of one link; measures round trip, loss and silence.</summary>
internal sealed class LinkMeter(LinkKey link, RelayShared shared)
{
    /// <summary>Type, our time, the peer's last time, its age, datagrams sent, loss measured.</summary>
    public const int HeartbeatLength = 24;

    /// <summary>Two seconds of heartbeats: short enough to follow a route's loss, long enough to measure one per cent.</summary>
    private const int WindowLength = 20;

    /// <summary>Loss is sent in thousandths of a per cent.</summary>
    private const double LossUnits = 1000;

    private const uint NoLoss = uint.MaxValue;

    private readonly (long Sent, long Received)[] _window = new (long, long)[WindowLength];
    private int _windowCount;
    private int _windowNext;
    private long _peerSent;
    private uint _peerTime;
    private MonoTime? _peerTimeAt;
    private MonoTime _lastAuthentic;
    private MonoTime? _silentSince;

    public LinkStatus Status { get; private set; }

    /// <summary>Null before the first measurement.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    public double LossInPercent { get; private set; }

    public double? LossOutPercent { get; private set; }

    public long PacketsIn { get; private set; }

    public long PacketsOut { get; set; }

    /// <summary>When the link becomes silent if nothing arrives; null while it is not up.</summary>
    public MonoTime? NextTimeout => Status == LinkStatus.Up ? _lastAuthentic + shared.Options.LinkSilenceTimeout : null;

    /// <summary>True when it has been silent for so long that its tracks should not be shown.</summary>
    public bool IsLost(MonoTime now, TimeSpan after) => Status == LinkStatus.Silent && now - _silentSince >= after;

    /// <summary>Handles an authentic datagram; true when it ended a silence.</summary>
    public bool HandleAuthentic(MonoTime now)
    {
        PacketsIn++;
        _lastAuthentic = now;
        if (Status == LinkStatus.Up)
        {
            return false;
        }

        Status = LinkStatus.Up;
        _silentSince = null;
        shared.LinkEvents.Enqueue(new LinkUp(link));
        return true;
    }

    public void HandleTimeout(MonoTime now)
    {
        if (NextTimeout is { } due && due <= now)
        {
            Status = LinkStatus.Silent;
            _silentSince = now;
            shared.LinkEvents.Enqueue(new LinkSilent(link));
        }
    }

    /// <summary>The peer's end was replaced: its counters start at 0.</summary>
    public void HandleNewPeer()
    {
        _windowCount = 0;
        _windowNext = 0;
        _peerSent = 0;
        _peerTimeAt = null;
        LossOutPercent = null;
    }

    public void WriteHeartbeat(Span<byte> message, MonoTime now)
    {
        message[..HeartbeatLength].Clear();
        message[0] = LinkMessage.Heartbeat;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], Microseconds(now));
        if (_peerTimeAt is { } at)
        {
            BinaryPrimitives.WriteUInt32BigEndian(message[8..], _peerTime);
            BinaryPrimitives.WriteUInt32BigEndian(message[12..], (uint)((now - at).TotalMicroseconds + 1));
        }

        BinaryPrimitives.WriteUInt32BigEndian(message[16..], (uint)PacketsOut);
        BinaryPrimitives.WriteUInt32BigEndian(message[20..], _windowCount < 2 ? NoLoss : (uint)(LossInPercent * LossUnits));
    }

    /// <summary>False when it is truncated.</summary>
    public bool TryHandleHeartbeat(ReadOnlySpan<byte> message, MonoTime now)
    {
        if (message.Length < HeartbeatLength)
        {
            return false;
        }

        _peerTime = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        _peerTimeAt = now;
        var held = BinaryPrimitives.ReadUInt32BigEndian(message[12..]);
        if (held != 0)
        {
            // The sender adds one microsecond, so 0 always means "no heartbeat received".
            HandleRoundTrip(Microseconds(now) - BinaryPrimitives.ReadUInt32BigEndian(message[8..]) - (held - 1));
        }

        HandleSent(BinaryPrimitives.ReadUInt32BigEndian(message[16..]));
        var loss = BinaryPrimitives.ReadUInt32BigEndian(message[20..]);
        LossOutPercent = loss == NoLoss ? null : Math.Min(100, loss / LossUnits);
        return true;
    }

    public LinkMeasure Measure(long generation) => new(
        link, Status, generation, RoundTrip?.TotalMilliseconds, LossInPercent, LossOutPercent, PacketsIn, PacketsOut);

    private static uint Microseconds(MonoTime time) => (uint)(time.Ticks / TimeSpan.TicksPerMicrosecond);

    private void HandleRoundTrip(uint microseconds)
    {
        // Clocks of two threads may differ by a tick. More than ten seconds is invalid.
        var signed = Math.Max(0, (int)microseconds);
        if (signed < 10_000_000)
        {
            var measured = TimeSpan.FromMicroseconds(signed);
            RoundTrip = RoundTrip is { } before ? before + ((measured - before) / 8) : measured;
        }
    }

    private void HandleSent(uint sent)
    {
        _peerSent += (int)(sent - (uint)_peerSent);
        var oldest = _windowCount < WindowLength ? _window[0] : _window[_windowNext];
        if (_windowCount > 0 && _peerSent > oldest.Sent)
        {
            var received = PacketsIn - oldest.Received;
            LossInPercent = Math.Clamp(100.0 * (1 - ((double)received / (_peerSent - oldest.Sent))), 0, 100);
        }

        _window[_windowNext] = (_peerSent, PacketsIn);
        _windowNext = (_windowNext + 1) % WindowLength;
        _windowCount = Math.Min(_windowCount + 1, WindowLength);
    }
}
