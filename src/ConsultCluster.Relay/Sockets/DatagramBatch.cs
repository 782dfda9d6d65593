using ConsultCluster.Media;

namespace ConsultCluster.Relay.Sockets;

/// <summary>
/// Collects the core's outgoing datagrams and sends them with as few calls as possible. They are packed without gaps,
/// so a run of equal-size datagrams to one address is one message (UDP_SEGMENT). One owner thread.
/// </summary>
internal sealed unsafe class DatagramBatch : IDatagramSink, IDisposable
{
    /// <summary>Longest datagram; media stays well under it.</summary>
    public const int MaxDatagramLength = 2048;

    /// <summary>Fits the second-level cache between writing and sending.</summary>
    private const int SlabLength = 256 * 1024;

    /// <summary>Messages per call; the kernel takes at most 1,024.</summary>
    internal const int MaxDatagrams = 512;

    private readonly NativeArray<byte> _slab = new(SlabLength);
    private readonly DatagramRun[] _runs = new DatagramRun[MaxDatagrams];
    private readonly DatagramSender _sender;
    private TransportAddress _reservedTo;
    private int _reservedLength;
    private int _used;
    private int _runCount;
    private int _datagramCount;

    public DatagramBatch(UdpSocket socket, SocketCounters counters, bool segmentationOffload) =>
        _sender = new(socket, counters, _slab.Pointer, segmentationOffload);

    public Span<byte> Reserve(scoped in TransportAddress to, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, MaxDatagramLength);
        if (_used + maxLength > SlabLength || _datagramCount == MaxDatagrams)
        {
            Send();
        }

        _reservedTo = to;
        _reservedLength = maxLength;
        return new Span<byte>(_slab.Pointer + _used, maxLength);
    }

    public void Commit(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _reservedLength);
        _reservedLength = 0;
        if (length <= 0)
        {
            return;
        }

        if (_runCount == 0 || !_runs[_runCount - 1].TryExtend(_reservedTo, length))
        {
            _runs[_runCount++] = new() { To = _reservedTo, Offset = _used, Length = length, SegmentSize = length, Count = 1 };
        }

        _used += length;
        _datagramCount++;
    }

    /// <summary>Sends everything.</summary>
    public void Send()
    {
        if (_runCount > 0)
        {
            _sender.Send(_runs.AsSpan(0, _runCount));
        }

        _used = 0;
        _runCount = 0;
        _datagramCount = 0;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _slab.Dispose();
    }
}
