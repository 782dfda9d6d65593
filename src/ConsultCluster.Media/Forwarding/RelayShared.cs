using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>What all sessions and routers of one core share.</summary>
internal sealed class RelayShared(RelayCoreOptions options, IDtlsSessionFactory dtls, ISrtpCrypto crypto, IRandomSource random)
{
    public RelayCoreOptions Options { get; } = options;

    public IDtlsSessionFactory Dtls { get; } = dtls;

    public ISrtpCrypto Crypto { get; } = crypto;

    public IRandomSource Random { get; } = random;

    public RelayCoreCounters Counters { get; } = new();

    public Queue<RelayCoreEvent> Events { get; } = new();

    public CodecTables Codecs { get; } = new();

    public DeadlineHeap Deadlines { get; } = new();

    public uint NextUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Random.Fill(bytes);
        return BitConverter.ToUInt32(bytes);
    }
}
