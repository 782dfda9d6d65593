using BenchmarkDotNet.Attributes;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>One packet encrypted for one receiver, with OpenSSL as in the relay; the sizes are those on the wire.</summary>
public class ProtectBenchmarks : IDisposable
{
    private readonly byte[] _header = Samples.Header(7);
    private readonly byte[] _payload = Samples.Payload(Samples.VideoLength);
    private readonly byte[] _wire = new byte[2048];
    private readonly SrtpSender _gcm = new(Samples.Keys(SrtpProfile.AeadAes128Gcm), OpenSslSrtpCrypto.Instance);
    private readonly SrtpSender _cm = new(Samples.Keys(SrtpProfile.AesCm128HmacSha1_80), OpenSslSrtpCrypto.Instance);
    private long _index;

    [Benchmark]
    public int ProtectGcm1100() => Protect(_gcm, Samples.VideoLength);

    [Benchmark]
    public int ProtectGcm160() => Protect(_gcm, Samples.AudioLength);

    [Benchmark]
    public int ProtectCm1100() => Protect(_cm, Samples.VideoLength);

    [Benchmark]
    public int ProtectCm160() => Protect(_cm, Samples.AudioLength);

    [GlobalCleanup]
    public void Dispose()
    {
        _gcm.Dispose();
        _cm.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Protect(SrtpSender sender, int length) =>
        sender.ProtectRtp(_index++, _header, _payload.AsSpan(0, length - _header.Length - SrtpInbox.TagLength), _wire);
}
