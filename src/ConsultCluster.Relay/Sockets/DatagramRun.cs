using ConsultCluster.Media;

namespace ConsultCluster.Relay.Sockets;

/// <summary>Datagrams to one address that lie one after the other: all of one size, except that the last may be shorter.</summary>
internal struct DatagramRun
{
    /// <summary>UDP_MAX_SEGMENTS of the oldest kernels that know UDP_SEGMENT.</summary>
    private const int MaxSegments = 64;

    /// <summary>A run goes out as one IP datagram's worth of payload, so it must stay under 64 KiB with headers.</summary>
    private const int MaxLength = 65_000;

    public TransportAddress To;
    public int Offset;
    public int Length;
    public int SegmentSize;
    public int Count;

    /// <summary>Takes one more datagram, if it fits the run.</summary>
    public bool TryExtend(in TransportAddress to, int length)
    {
        var isOpen = Length == SegmentSize * Count;
        if (!isOpen || length > SegmentSize || Count == MaxSegments || Length + length > MaxLength || to != To)
        {
            return false;
        }

        Length += length;
        Count++;
        return true;
    }
}
