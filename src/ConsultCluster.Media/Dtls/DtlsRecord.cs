namespace ConsultCluster.Media.Dtls;

/// <summary>One DTLS record inside a datagram (RFC 6347 §4.1).</summary>
/// <param name="ContentType">20 change cipher spec, 21 alert, 22 handshake, 23 application data.</param>
/// <param name="Epoch">Counts cipher changes.</param>
/// <param name="Sequence">48 bits.</param>
/// <param name="Offset">Where its 13-byte header begins in the datagram.</param>
/// <param name="Length">Length of header and fragment.</param>
public readonly record struct DtlsRecord(byte ContentType, ushort Epoch, long Sequence, int Offset, int Length);
