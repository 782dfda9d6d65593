using System.Buffers.Binary;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>Protected packets of one stream in the order they were sent: replay protection takes each of them once.</summary>
internal sealed class SrtpInbox : IDisposable
{
    /// <summary>Of GCM; the other profile's is 6 bytes shorter, and so are its packets here.</summary>
    public const int TagLength = 16;

    private readonly SrtpKeys _keys;
    private readonly byte[][] _packets;
    private readonly byte[] _work = new byte[2048];
    private readonly int _headerLength = Samples.Header(0).Length;
    private SrtpReceiver? _receiver;
    private int _next;

    public SrtpInbox(SrtpProfile profile, int length, int packets)
    {
        _keys = Samples.Keys(profile);
        _packets = new byte[packets + 1][];
        using var sender = new SrtpSender(_keys, OpenSslSrtpCrypto.Instance);
        var header = Samples.Header(0);
        var payload = Samples.Payload(length - header.Length - TagLength);
        for (var i = 0; i < _packets.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)i);
            _packets[i] = _work[..sender.ProtectRtp(i, header, payload, _work)];
        }
    }

    /// <summary>A new receiver that knows the stream by its first packet.</summary>
    public void Rewind()
    {
        _receiver?.Dispose();
        _receiver = new(_keys, OpenSslSrtpCrypto.Instance);
        _next = 0;
        Open();
    }

    /// <summary>Decrypts a copy of the next packet, since decryption is in place. Throws when there is none, or it does not open.</summary>
    public int Open()
    {
        var packet = _packets[_next++];
        packet.CopyTo(_work, 0);
        return _receiver!.TryUnprotectRtp(_work.AsSpan(0, packet.Length), _headerLength, out var length, out _) == SrtpResult.Ok
            ? length
            : throw new InvalidOperationException("A packet of our own does not open.");
    }

    public void Dispose() => _receiver?.Dispose();
}
