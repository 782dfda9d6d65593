using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>Sends one RTP packet.</summary>
/// <param name="index">Sequence number, not wrapped.</param>
internal delegate void RtpOutput(long index, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, IDatagramSink sink);
