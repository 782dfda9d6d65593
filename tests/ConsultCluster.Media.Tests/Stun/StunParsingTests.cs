using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Tests.Stun;

public class StunParsingTests
{
    private static readonly byte[] TransactionId = new byte[12];

    [Fact]
    public void TryParse_EveryTruncation_IsFalse()
    {
        for (var length = 0; length < Rfc5769.Request.Length; length++)
        {
            Assert.False(StunMessage.TryParse(Rfc5769.Request.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void TryParse_BytesBehindTheMessage_IsFalse() =>
        Assert.False(StunMessage.TryParse([.. Rfc5769.Request, 0, 0, 0, 0], out _));

    [Fact]
    public void TryParse_LongerThanOneDatagram_IsFalse()
    {
        var buffer = new byte[4096];
        var writer = new StunWriter(buffer, StunClass.Request, TransactionId);
        writer.AddUsername(new byte[1480]);

        Assert.Equal(1504, writer.Length);
        Assert.False(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out _));
    }

    [Fact]
    public void TryParse_OldMagicCookie_IsFalse()
    {
        var datagram = Write(static (ref StunWriter writer) => writer.AddPriority(1));
        datagram[4] = 0;

        Assert.False(StunMessage.TryParse(datagram, out _));
    }

    [Fact]
    public void TryParse_AttributeLongerThanMessage_IsFalse()
    {
        var datagram = Write(static (ref StunWriter writer) => writer.AddPriority(1));
        datagram[23] = 5;

        Assert.False(StunMessage.TryParse(datagram, out _));
    }

    [Fact]
    public void TryParse_PriorityOfWrongLength_IsFalse()
    {
        var datagram = Write(static (ref StunWriter writer) => writer.AddPriority(1));
        datagram[23] = 3;

        Assert.False(StunMessage.TryParse(datagram, out _));
    }

    [Fact]
    public void TryParse_FingerprintNotLast_IsFalse()
    {
        var datagram = Write(static (ref StunWriter writer) =>
        {
            writer.AddFingerprint();
            writer.AddPriority(1);
        });

        Assert.False(StunMessage.TryParse(datagram, out _));
    }

    [Fact]
    public void TryParse_AttributesBehindIntegrity_AreIgnored()
    {
        var datagram = Write(static (ref StunWriter writer) =>
        {
            writer.AddUsername("a:b"u8);
            writer.AddIntegrity("key"u8);
            writer.AddUseCandidate();
            writer.AddPriority(9);
        });

        Assert.True(StunMessage.TryParse(datagram, out var message));
        Assert.True(message.VerifyIntegrity("key"u8));
        Assert.False(message.UseCandidate);
        Assert.Null(message.Priority);
    }

    [Fact]
    public void TryParse_ManyUnknownRequiredAttributes_RemembersTheFirstFew()
    {
        var datagram = new byte[20 + (4 * 10)];
        Write(static (ref StunWriter _) => { }).CopyTo(datagram, 0);
        datagram[3] = 40;
        for (var i = 0; i < 10; i++)
        {
            datagram[20 + (4 * i)] = 0x70;
            datagram[21 + (4 * i)] = (byte)i;
        }

        Assert.True(StunMessage.TryParse(datagram, out var message));
        Assert.Equal(UnknownAttributes.Capacity, message.UnknownCount);
        Assert.Equal(0x7003, message.Unknown[3]);
    }

    [Fact]
    public void TryParse_UnknownOptionalAttribute_IsPassedOver()
    {
        var datagram = Write(static (ref StunWriter writer) => writer.AddPriority(1));
        datagram[20] = 0xC0;

        Assert.True(StunMessage.TryParse(datagram, out var message));
        Assert.Equal(0, message.UnknownCount);
        Assert.Null(message.Priority);
    }

    [Fact]
    public void ParseAndVerify_OneRequest_AllocatesNothing()
    {
        static bool Once() => StunMessage.TryParse(Rfc5769.Request, out var message) && message.VerifyIntegrity(Rfc5769.Password);
        Assert.True(Once());

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Once();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private delegate void Filling(ref StunWriter writer);

    private static byte[] Write(Filling fill)
    {
        Span<byte> buffer = stackalloc byte[512];
        var writer = new StunWriter(buffer, StunClass.Request, TransactionId);
        fill(ref writer);
        return buffer[..writer.Length].ToArray();
    }
}
