using System.Buffers.Binary;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

/// <summary>A sender and the receiver that shares its keys.</summary>
internal sealed class SrtpPair : IDisposable
{
    public static readonly byte[] PlainRtcp = Convert.FromHexString("80C90001CAFEBABE81CA0002CAFEBABE01016100");

    public SrtpPair(SrtpProfile profile)
    {
        var saltLength = profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
        var key = Enumerable.Range(1, 16).Select(i => (byte)i).ToArray();
        var salt = Enumerable.Range(40, saltLength).Select(i => (byte)i).ToArray();
        var keys = new SrtpKeys(profile, key, salt, key, salt);
        Sender = new SrtpSender(keys, FrameworkSrtpCrypto.Instance);
        Receiver = new SrtpReceiver(keys, FrameworkSrtpCrypto.Instance);
    }

    public SrtpSender Sender { get; }

    public SrtpReceiver Receiver { get; }

    /// <summary>A protected packet whose payload repeats the low byte of the index.</summary>
    public byte[] Rtp(long index, int payloadLength = 50, uint ssrc = 0x1234_5678)
    {
        var header = new byte[12];
        header[0] = 0x80;
        header[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)index);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), ssrc);
        var payload = new byte[payloadLength];
        Array.Fill(payload, (byte)index);
        var wire = new byte[12 + payloadLength + Sender.MaxExpansion];
        return wire[..Sender.ProtectRtp(index, header, payload, wire)];
    }

    public byte[] Rtcp()
    {
        var wire = new byte[PlainRtcp.Length + Sender.MaxExpansion];
        return wire[..Sender.ProtectRtcp(PlainRtcp, wire)];
    }

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }
}
