using System.Net;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Tests.Stun;

public class StunWriterTests
{
    private static readonly byte[] TransactionId = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Fact]
    public void Write_FullRequest_IsReadBack()
    {
        Span<byte> buffer = stackalloc byte[512];
        var writer = new StunWriter(buffer, StunClass.Request, TransactionId);
        writer.AddSoftware("test");
        writer.AddUsername("abcd:efg"u8);
        writer.AddPriority(7);
        writer.AddIceControlling(8);
        writer.AddUseCandidate();
        writer.AddIntegrity("secret"u8);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryParse(buffer[..writer.Length], out var message));
        Assert.Equal(StunClass.Request, message.Class);
        Assert.True(message.TransactionId.SequenceEqual(TransactionId));
        Assert.True(message.Username.SequenceEqual("abcd:efg"u8));
        Assert.Equal(7u, message.Priority);
        Assert.Equal(8ul, message.IceControlling);
        Assert.True(message.UseCandidate);
        Assert.True(message.VerifyIntegrity("secret"u8));
        Assert.False(message.VerifyIntegrity("Secret"u8));
    }

    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("255.255.255.255", 65535)]
    [InlineData("::1", 7000)]
    [InlineData("2001:db8::1", 443)]
    public void AddMappedAddress_AnyFamily_IsReadBack(string address, int port)
    {
        var expected = TransportAddress.From(new(IPAddress.Parse(address), port));
        Span<byte> buffer = stackalloc byte[64];
        var writer = new StunWriter(buffer, StunClass.Success, TransactionId);
        writer.AddMappedAddress(expected);

        Assert.True(StunMessage.TryParse(buffer[..writer.Length], out var message));
        Assert.Equal(expected, message.MappedAddress);
    }

    [Theory]
    [InlineData(StunErrorCode.BadRequest)]
    [InlineData(StunErrorCode.Unauthenticated)]
    [InlineData(StunErrorCode.UnknownAttribute)]
    [InlineData(StunErrorCode.RoleConflict)]
    public void AddErrorCode_Each_IsReadBack(StunErrorCode code)
    {
        Span<byte> buffer = stackalloc byte[64];
        var writer = new StunWriter(buffer, StunClass.Error, TransactionId);
        writer.AddErrorCode(code);
        writer.AddUnknownAttributes([0x7001, 0x7002]);

        Assert.True(StunMessage.TryParse(buffer[..writer.Length], out var message));
        Assert.Equal(StunClass.Error, message.Class);
        Assert.Equal((int)code, message.ErrorCode);
    }

    [Fact]
    public void AddUsername_AnyLength_IsPaddedToFourBytes()
    {
        Span<byte> buffer = stackalloc byte[64];
        for (var length = 0; length < 9; length++)
        {
            var writer = new StunWriter(buffer, StunClass.Request, TransactionId);
            writer.AddUsername(new byte[length]);
            writer.AddFingerprint();

            Assert.Equal(0, writer.Length % 4);
            Assert.True(StunMessage.TryParse(buffer[..writer.Length], out var message));
            Assert.Equal(length, message.Username.Length);
        }
    }
}
