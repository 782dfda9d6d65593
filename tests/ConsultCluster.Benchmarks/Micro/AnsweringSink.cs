using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>Counts datagrams, and answers the core's checks as terminals do; allocates nothing.</summary>
internal sealed class AnsweringSink : IDatagramSink
{
    private const int MaxCheck = 512;

    private readonly (TransportAddress Address, byte[] Password)[] _terminals;
    private readonly byte[] _buffer = new byte[2048];
    private readonly byte[] _answer = new byte[MaxCheck];
    private readonly (TransportAddress To, byte[] Check, int Length)[] _checks;
    private TransportAddress _to;
    private int _count;

    public AnsweringSink(IEnumerable<PeerSeat> seats)
    {
        _terminals = [.. seats.Select(seat => (seat.Address, PasswordOf(seat)))];
        _checks = [.. Enumerable.Range(0, 8 * _terminals.Length).Select(_ => (default(TransportAddress), new byte[MaxCheck], 0))];
    }

    public long Datagrams { get; private set; }

    public Span<byte> Reserve(scoped in TransportAddress to, int maxLength)
    {
        _to = to;
        return _buffer.AsSpan(0, maxLength);
    }

    public void Commit(int length)
    {
        Datagrams += length > 0 ? 1 : 0;
        if (_count < _checks.Length && StunMessage.TryParse(_buffer.AsSpan(0, length), out var message) && message.Class == StunClass.Request)
        {
            _buffer.AsSpan(0, length).CopyTo(_checks[_count].Check);
            (_checks[_count].To, _checks[_count].Length) = (_to, length);
            _count++;
        }
    }

    /// <summary>Hands the answers to all checks so far to the core.</summary>
    public void Answer(RelayCore core, MonoTime now)
    {
        for (var i = 0; i < _count; i++)
        {
            ref readonly var asked = ref _checks[i];
            if (!StunMessage.TryParse(asked.Check.AsSpan(0, asked.Length), out var request))
            {
                throw new InvalidOperationException("A check changed.");
            }

            var writer = new StunWriter(_answer, StunClass.Success, request.TransactionId);
            writer.AddMappedAddress(RelayScene.RelayAddress);
            writer.AddIntegrity(PasswordAt(asked.To));
            writer.AddFingerprint();
            core.HandleDatagram(_answer.AsSpan(0, writer.Length), asked.To, now, this);
        }

        _count = 0;
    }

    private byte[] PasswordAt(in TransportAddress address)
    {
        foreach (var terminal in _terminals)
        {
            if (terminal.Address.Equals(address))
            {
                return terminal.Password;
            }
        }

        throw new InvalidOperationException("A check goes to nobody.");
    }

    private static byte[] PasswordOf(PeerSeat seat)
    {
        const string name = "a=ice-pwd:";
        return Encoding.UTF8.GetBytes(seat.Peer.CreateOffer().Split("\r\n").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]);
    }
}
