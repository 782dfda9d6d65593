using System.Text;
using ConsultCluster.Benchmarks.Peers.Rtpengine;

namespace ConsultCluster.Benchmarks.Tests.Peers.Rtpengine;

public sealed class BencodeTests
{
    private static readonly Dictionary<string, object> _command = new()
    {
        ["sdp"] = "v=0\r\ns=Größe\r\n",
        ["ICE"] = "remove",
        ["codec"] = new Dictionary<string, object> { ["accept"] = new List<object> { "any", -7L, new List<object>() } },
        ["empty"] = "",
        ["number"] = long.MaxValue,
    };

    [Fact]
    public void Write_Dictionary_SortsKeysAndCountsBytes() =>
        Assert.Equal(
            "d3:ICE6:remove5:codecd6:acceptl3:anyi-7eleee5:empty0:6:numberi9223372036854775807e3:sdp16:v=0\r\ns=Größe\r\ne",
            Encoding.UTF8.GetString(BencodeWriter.Write(_command)));

    [Fact]
    public void Write_ValueWithoutAnEncoding_Throws() =>
        Assert.Throws<ArgumentException>(() => BencodeWriter.Write(new List<object> { 1.5 }));

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        Assert.True(BencodeReader.TryRead(BencodeWriter.Write(_command), out var read));

        Assert.Equivalent(_command, read, strict: true);
    }

    [Fact]
    public void TryRead_EveryTruncation_IsRefused()
    {
        var whole = BencodeWriter.Write(_command);

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.False(BencodeReader.TryRead(whole.AsSpan(0, length), out _)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("e")]
    [InlineData("ie")]
    [InlineData("i1x")]
    [InlineData("i1.5e")]
    [InlineData("i9223372036854775808e")]
    [InlineData(":a")]
    [InlineData("-1:a")]
    [InlineData("2:a")]
    [InlineData("4294967295:a")]
    [InlineData("4294967296:a")]
    [InlineData("1;a")]
    [InlineData("di1e1:ae")]
    [InlineData("d1:ae")]
    [InlineData("d1:ai1e1:ai2ee")]
    [InlineData("i1ei2e")]
    [InlineData("1:a1:b")]
    public void TryRead_Malformed_IsRefused(string encoded) => Assert.False(BencodeReader.TryRead(Encoding.ASCII.GetBytes(encoded), out _));

    [Fact]
    public void TryRead_NestedTooDeep_IsRefused()
    {
        Assert.True(BencodeReader.TryRead(Nested(16), out _));
        Assert.False(BencodeReader.TryRead(Nested(17), out _));
        Assert.False(BencodeReader.TryRead(Nested(100_000), out _));
    }

    private static byte[] Nested(int depth) => Encoding.ASCII.GetBytes(new string('l', depth) + new string('e', depth));
}
