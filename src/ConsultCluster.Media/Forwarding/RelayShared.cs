using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>State shared by all sessions, routers and links of one core.</summary>
internal sealed class RelayShared(RelayCoreOptions options, IDtlsSessionFactory dtls, ISrtpCrypto crypto, IRandomSource random)
{
    private uint _sessionNumber;

    public RelayCoreOptions Options { get; } = options;

    public IDtlsSessionFactory Dtls { get; } = dtls;

    public ISrtpCrypto Crypto { get; } = crypto;

    public IRandomSource Random { get; } = random;

    public InboundRates Inbound { get; } = new(options);

    public RelayCoreCounters Counters { get; } = new();

    public Queue<RelayCoreEvent> Events { get; } = new();

    public CodecTables Codecs { get; } = new();

    public DeadlineHeap<Session> Deadlines { get; } = new();

    public DeadlineHeap<Link> LinkDeadlines { get; } = new();

    public LinkCounters LinkCounters { get; } = new();

    public Queue<LinkEvent> LinkEvents { get; } = new();

    /// <summary>Routers with queued packets.</summary>
    public List<Router> Dirty { get; } = [];

    public uint NextSessionNumber() => ++_sessionNumber;

    public uint NextUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Random.Fill(bytes);
        return BitConverter.ToUInt32(bytes);
    }

    /// <summary>Never 0.</summary>
    public ulong NextUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Random.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }
}
