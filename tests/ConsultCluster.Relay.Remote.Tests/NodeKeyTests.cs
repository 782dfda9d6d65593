using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class NodeKeyTests
{
    private readonly NodeKey _key = NodeKey.Parse(NodeKey.Create())!;
    private readonly Transcript _said = new(NodeKey.NewNonce(), NodeKey.NewNonce(), "cert", "control-key", "edge", "instance-1", "node-key", [new RelayCertificate("edge-1", "fingerprint")]);

    [Fact]
    public void IsProof_SameKeyAndTranscript_Holds()
    {
        Assert.True(_key.IsProof(_key.Prove(_said.OfVoucher), _said.OfVoucher));
        Assert.True(_key.IsProof(_key.Prove(_said.OfServerAnswer), _said.OfServerAnswer));
    }

    [Fact]
    public void IsProof_AnythingElse_DoesNotHold()
    {
        var proof = _key.Prove(_said.OfVoucher);
        Transcript[] others =
        [
            _said with { Certificate = "other" }, _said with { Certificate = null }, _said with { NodeNonce = NodeKey.NewNonce() }, _said with { ControlNonce = NodeKey.NewNonce() },
            _said with { ControlKey = "other" }, _said with { Node = "other" }, _said with { Instance = "other" }, _said with { Key = "other" },
            _said with { Relays = [new RelayCertificate("edge-1", "other")] }, _said with { Relays = [] },
        ];

        Assert.All(others, other => Assert.False(_key.IsProof(proof, other.OfVoucher)));
        Assert.False(_key.IsProof(proof, _said.OfVoucherAnswer));
        Assert.False(_key.IsProof(proof, _said.OfServer));
        Assert.False(NodeKey.Parse(NodeKey.Create())!.IsProof(proof, _said.OfVoucher));
        Assert.False(_key.IsProof(null, _said.OfVoucher));
        Assert.False(_key.IsProof(string.Empty, _said.OfVoucher));
        Assert.False(_key.IsProof(proof[..^1] + "=", _said.OfVoucher));
        Assert.False(_key.IsProof(proof + proof, _said.OfVoucher));
    }

    [Theory]
    [InlineData("1234567890123456789012\n", true)]
    [InlineData("123456789012345678901", false)]
    [InlineData("1234567890 1234567890 1234567890", false)]
    [InlineData("", false)]
    public void Parse_Text_TakesLongOnesWithoutSpaces(string text, bool isKey) => Assert.Equal(isKey, NodeKey.Parse(text) is not null);

    [Fact]
    public void Parse_TooLong_IsNone() => Assert.Null(NodeKey.Parse(new string('k', 257)));

    [Fact]
    public void IsNonce_OnlyNumbersOfThatLength_AreNonces()
    {
        Assert.True(NodeKey.IsNonce(NodeKey.NewNonce()));
        Assert.False(NodeKey.IsNonce(string.Empty));
        Assert.False(NodeKey.IsNonce(NodeKey.NewNonce()[1..]));
        Assert.False(NodeKey.IsNonce(new string('*', NodeKey.NewNonce().Length)));
    }
}
