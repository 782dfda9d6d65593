using ConsultCluster.Media;

namespace ConsultCluster.Testing.Media;

/// <summary>Counts datagrams and keeps none; allocates nothing.</summary>
public sealed class CountingSink : IDatagramSink
{
    private readonly byte[] _buffer = new byte[2048];

    public long Datagrams { get; private set; }

    public long Bytes { get; private set; }

    public Span<byte> Reserve(scoped in TransportAddress to, int maxLength) => _buffer.AsSpan(0, maxLength);

    public void Commit(int length)
    {
        Datagrams += length > 0 ? 1 : 0;
        Bytes += length;
    }
}
