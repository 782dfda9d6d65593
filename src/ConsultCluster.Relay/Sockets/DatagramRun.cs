using ConsultCluster.Media;

namespace ConsultCluster.Relay.Sockets;

/// <summary>Adjacent datagrams to one address: all of one size, except that the last may be shorter.</summary>
internal struct DatagramRun
{
    /// <summary>UDP_MAX_SEGMENTS of the oldest kernels with UDP_SEGMENT.</summary>
    private const int MaxSegments = 64;

    /// <summary>The kernel takes a run as one UDP payload, so it must stay under 64 KiB with headers.</summary>
    private const int MaxLength = 65_000;

    public TransportAddress To;
    public int Offset;
    public int Length;
    public int SegmentSize;
    public int Count;

    /// <summary>Adds a datagram when it fits the run.</summary>
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
