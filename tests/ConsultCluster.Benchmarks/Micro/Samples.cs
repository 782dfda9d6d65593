using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>Packets and keys as the relay meets them.</summary>
internal static class Samples
{
    /// <summary>A full video packet, in bytes on the wire.</summary>
    public const int VideoLength = 1100;

    /// <summary>20 ms of Opus at about 48 kbit/s, in bytes on the wire.</summary>
    public const int AudioLength = 160;

    public const byte MidId = 4;

    public const byte AudioLevelId = 1;

    /// <summary>Short-term password of <see cref="Check"/>.</summary>
    public static readonly byte[] Password = "VOkJxbRl1RmTxUk/WvJxBt"u8.ToArray();

    /// <summary>An RTP header with MID and audio level (RFC 8285, one-byte form).</summary>
    public static byte[] Header(ushort sequence)
    {
        var buffer = new byte[64];
        var writer = new RtpHeaderWriter(buffer, marker: true, 111, sequence, 960u * sequence, 0x1234_5678);
        writer.AddExtension(MidId, "0"u8);
        writer.AddExtension(AudioLevelId, [0x80 | 30]);
        return buffer[..writer.Finish()];
    }

    /// <summary>Bytes that look like an encoder's: they repeat nothing.</summary>
    public static byte[] Payload(int length)
    {
        var payload = new byte[length];
        new Random(1).NextBytes(payload);
        return payload;
    }

    /// <summary>A header and its payload, in clear.</summary>
    public static byte[] Packet(int length) => [.. Header(7), .. Payload(length - Header(7).Length)];

    /// <summary>A connectivity check as browsers send it (RFC 8445 §7.1).</summary>
    public static byte[] Check()
    {
        var buffer = new byte[512];
        var writer = new StunWriter(buffer, StunClass.Request, "0123456789ab"u8);
        writer.AddUsername("relayfragment:peer"u8);
        writer.AddPriority(0x6E7F_1EFF);
        writer.AddIceControlling(0x1234_5678_9ABC_DEF0);
        writer.AddUseCandidate();
        writer.AddIntegrity(Password);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    /// <summary>What a receiver sends: a report of two streams, its name, missing packets, a keyframe request.</summary>
    public static byte[] Compound()
    {
        var buffer = new byte[512];
        var block = new ReportBlock(1, 12, 34, 0x1_0007, 90, 0x1111_2222, 6_553);
        var writer = new RtcpWriter(buffer);
        writer.WriteReceiverReport(9, [block, block with { Ssrc = 2 }]);
        writer.WriteSourceDescription(9, "terminal"u8);
        writer.WriteNack(9, 1, [100, 101, 104, 130]);
        writer.WritePli(9, 1);
        return buffer[..writer.Length];
    }

    /// <summary>The same key both ways, so that one end opens what the other closed.</summary>
    public static SrtpKeys Keys(SrtpProfile profile)
    {
        byte[] key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] salt = [.. Enumerable.Range(40, profile == SrtpProfile.AeadAes128Gcm ? 12 : 14).Select(i => (byte)i)];
        return new SrtpKeys(profile, key, salt, key, salt);
    }
}
