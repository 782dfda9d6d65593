using System.Buffers.Binary;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>Heartbeats of one link: round trip, loss and silence.</summary>
internal sealed class LinkMeter(LinkKey link, RelayShared shared)
{
    /// <summary>Type, our time, the peer's last time, how long ago that came, datagrams sent, loss seen.</summary>
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

    /// <summary>When the link is silent if nothing comes; null while it is not up.</summary>
    public MonoTime? NextTimeout => Status == LinkStatus.Up ? _lastAuthentic + shared.Options.LinkSilenceTimeout : null;

    /// <summary>Silent for so long that nobody should wait for what comes over it.</summary>
    public bool IsLost(MonoTime now, TimeSpan after) => Status == LinkStatus.Silent && now - _silentSince >= after;

    /// <summary>A sealed datagram was opened; true when that ended a silence.</summary>
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

    /// <summary>The peer's end is a new one: it counts from 0.</summary>
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

    /// <summary>False when it is cut short.</summary>
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
            // One microsecond was added, so that none held is not taken for none heard.
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
        // Clocks of two threads may differ by a tick; more than ten seconds is nonsense.
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
