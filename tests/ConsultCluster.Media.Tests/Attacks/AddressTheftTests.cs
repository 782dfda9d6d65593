using System.Text;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Attacks;

/// <summary>
/// A member of another group claims a terminal's address, or copies its checks. Before: 191 forged checks took a neighbour's media.
/// </summary>
[Trait("attack", "13")]
public sealed class AddressTheftTests : IDisposable
{
    private static readonly TransportAddress Elsewhere = TransportAddress.FromIPv4(0xC6336409, 9999);

    private readonly RelayScene _scene = new();
    private readonly PeerSeat _ann;
    private readonly PeerSeat _bob;
    private readonly List<byte[]> _checks = [];

    public AddressTheftTests()
    {
        _scene.Network.Default = new Impairment(Delay: TimeSpan.FromMilliseconds(20));
        _ann = _scene.Enter();
        _bob = _scene.Enter();
        _scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == _bob.Address && IsCheck(datagram))
            {
                _checks.Add([.. datagram]);
            }

            return true;
        };
        Assert.True(_scene.Connect(_ann, _bob));
        _ann.Speak();
        _bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Theft_ManyForgedChecksUnderANeighboursAddress_ItKeepsItsMedia(bool isAttackerConnected)
    {
        var eve = _scene.Enter(router: 2);
        var forged = 0;
        _scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == eve.Address && IsCheck(datagram))
            {
                for (var i = 0; i < 191; i++)
                {
                    forged++;
                    _scene.Network.Send(_bob.Address, RelayScene.RelayAddress, [.. datagram]);
                }
            }

            return isAttackerConnected || from != eve.Address;
        };
        AssertUndisturbed(TimeSpan.FromSeconds(5));
        Assert.True(forged >= 191);
    }

    /// <summary>The attacker also sees what is sent to the address, as on the same Wi-Fi, and answers the relay's check from there.</summary>
    [Fact]
    public void Theft_AttackerAnswersTheRelaysCheckUnderTheNeighboursAddress_WhoUsesItKeepsIt()
    {
        var eve = _scene.Enter(router: 2);
        _scene.Network.Filter = (from, to, datagram) =>
        {
            if (from == eve.Address && IsCheck(datagram))
            {
                _scene.Network.Send(_bob.Address, RelayScene.RelayAddress, [.. datagram]);
                return false;
            }

            if (to == _bob.Address && IsCheckOf(eve, datagram))
            {
                _scene.Network.Send(_bob.Address, RelayScene.RelayAddress, AnswerOf(eve, datagram));
                return false;
            }

            return true;
        };
        AssertUndisturbed(TimeSpan.FromSeconds(10));
        Assert.True(_scene.Core.Counters.AddressesKept > 10);
    }

    [Fact]
    public void Theft_AttackerHoldsAnAddressInAdvanceWithAuthenticMedia_WhoReceivesThereGetsIt()
    {
        var eve = _scene.Enter(router: 2);
        Assert.True(_scene.Connect(eve));
        var future = TransportAddress.FromIPv4(0xC0A80001, 6000);
        eve.Speak();
        _scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == eve.Address)
            {
                _scene.Network.Send(future, RelayScene.RelayAddress, [.. datagram]);
            }

            return true;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(3));
        _bob.Move(future);
        _scene.Network.RunFor(TimeSpan.FromMilliseconds(200));
        AssertUndisturbed(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Replay_EveryCheckOfADeadTerminalFromItsOwnAddress_ItIsGoneAsEarlyAsWithout(int minutes)
    {
        _scene.Network.RunFor(TimeSpan.FromMinutes(minutes));
        var recorded = _checks.ToArray();
        _bob.Vanish();
        var vanished = _scene.Now;
        for (var i = 0; i < 100 && !_scene.EventsOf<SessionGone>(_bob).Any(); i++)
        {
            // Each second others, so that no memory of the last ones helps.
            foreach (var check in recorded.Where((_, at) => at % 100 == i))
            {
                _scene.Network.Send(_bob.Address, RelayScene.RelayAddress, check);
            }

            _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        }

        Assert.InRange((_scene.Now - vanished).TotalSeconds, 14, 16.5);
    }

    [Fact]
    public void Replay_ChecksAreCopiedOnTheWayAndComeFirst_TheTerminalConnectsAsFast()
    {
        var cid = _scene.Enter();
        _scene.Network.Impair(Elsewhere, RelayScene.RelayAddress, Impairment.None);
        _scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == cid.Address && IsCheck(datagram))
            {
                _scene.Network.Send(Elsewhere, RelayScene.RelayAddress, [.. datagram]);
            }

            return true;
        };
        var start = _scene.Now;

        Assert.True(_scene.Connect(cid));
        Assert.InRange((_scene.Now - start).TotalMilliseconds, 1, 400);
    }

    [Fact]
    public void Replay_RecordedAnswersUnderTheFormerAddress_MoveNothingBack()
    {
        var answers = new List<byte[]>();
        var former = _bob.Address;
        _scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == former && datagram is [1, 1, ..])
            {
                answers.Add([.. datagram]);
            }

            return true;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(20));
        _bob.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        _scene.Network.RunFor(TimeSpan.FromMilliseconds(200));
        Assert.NotEmpty(answers);
        foreach (var answer in answers.ToArray())
        {
            _scene.Network.Send(former, RelayScene.RelayAddress, answer);
        }

        AssertUndisturbed(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Replay_CopiesFromEverywhereWhileTheTerminalMoves_ItMovesInOneRoundTripAllTheSame()
    {
        _scene.Network.RunFor(TimeSpan.FromMinutes(1));
        var recorded = _checks.ToArray();
        _bob.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        for (ushort i = 0; i < 100; i++)
        {
            _scene.Network.Send(Elsewhere with { Port = (ushort)(1 + i) }, RelayScene.RelayAddress, recorded[i % recorded.Length]);
            _scene.Network.RunFor(TimeSpan.FromMilliseconds(1));
        }

        AssertUndisturbed(TimeSpan.FromSeconds(5));
    }

    private static bool IsCheck(byte[] datagram) => datagram is [0, 1, ..];

    private static bool IsCheckOf(PeerSeat seat, byte[] datagram) =>
        IsCheck(datagram) && StunMessage.TryParse(datagram, out var message)
        && message.Username.StartsWith(Encoding.UTF8.GetBytes(seat.Peer.Credentials.UserFragment));

    private static byte[] AnswerOf(PeerSeat seat, byte[] check)
    {
        Span<byte> buffer = stackalloc byte[128];
        var writer = new StunWriter(buffer, StunClass.Success, check.AsSpan(8, 12));
        writer.AddMappedAddress(seat.Address);
        writer.AddIntegrity(Encoding.UTF8.GetBytes(seat.Peer.Credentials.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length].ToArray();
    }

    private void AssertUndisturbed(TimeSpan span)
    {
        var (atAnn, atBob) = (_ann.Peer.AudioSlots.First().Received, _bob.Peer.AudioSlots.First().Received);
        _scene.Network.RunFor(span);
        var expected = (int)(span.TotalSeconds * 50);
        Assert.InRange(_ann.Peer.AudioSlots.First().Received - atAnn, expected - 2, expected + 2);
        Assert.InRange(_bob.Peer.AudioSlots.First().Received - atBob, expected - 2, expected + 2);
    }
}
