using ConsultCluster.Media;

namespace ConsultCluster.Testing.Media;

/// <summary>Keeps every datagram.</summary>
public sealed class ListSink : IDatagramSink
{
    private byte[] _reserved = [];
    private TransportAddress _to;

    public List<(TransportAddress To, byte[] Datagram)> Sent { get; } = [];

    public Span<byte> Reserve(scoped in TransportAddress to, int maxLength)
    {
        _to = to;
        _reserved = new byte[maxLength];
        return _reserved;
    }

    public void Commit(int length)
    {
        if (length > 0)
        {
            Sent.Add((_to, _reserved[..length]));
        }
    }
}
