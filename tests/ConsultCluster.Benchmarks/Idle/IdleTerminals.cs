using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.RelayHosting;
using ConsultCluster.Media;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>All terminals of the benchmark: lets them join a window at a time, and check consent at an even pace.</summary>
/// <param name="groupSize">Terminals of one group.</param>
internal sealed class IdleTerminals(RelayHostProcess relay, int count, int groupSize) : IDisposable
{
    /// <summary>Terminals that join at the same time.</summary>
    private const int Window = 64;

    private static readonly TimeSpan _wait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _progressInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _stall = TimeSpan.FromSeconds(60);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly OpenSslDtlsSessionFactory _dtls = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly IdleSocket _socket = new(relay.Port);
    private readonly IdleTerminal?[] _all = new IdleTerminal?[count];
    private readonly List<IdleTerminal> _joining = [];
    private int _asked;
    private int _connected;

    private MonoTime Now => new(TimeProvider.System.GetElapsedTime(_start).Ticks);

    /// <summary>Lets everybody join; returns when all handshakes are done.</summary>
    public void JoinAll()
    {
        var nextProgress = Now + _progressInterval;
        var (lastCount, lastAdvance) = (0, Now);
        while (_connected < count)
        {
            Ask();
            TakeAnswers();
            if (!HandleReceived())
            {
                _socket.Wait(_wait);
            }

            foreach (var terminal in _joining)
            {
                terminal.HandleTimeout(Now, _socket);
            }

            _connected += _joining.RemoveAll(terminal => terminal.IsConnected);
            _socket.Send();
            if (_connected != lastCount)
            {
                (lastCount, lastAdvance) = (_connected, Now);
            }
            else if (Now - lastAdvance > _stall)
            {
                throw new InvalidOperationException($"Only {_connected} of {count} terminals could join.");
            }

            if (Now >= nextProgress)
            {
                nextProgress = Now + _progressInterval;
                Console.Error.WriteLine($"{_connected:N0} of {count:N0} sessions connected, {ResidentMemory.Of(relay.Id) / (1024 * 1024):N0} MiB resident");
            }
        }
    }

    /// <summary>Everybody checks once per interval, evenly spread, for that long. Returns checks sent and answered.</summary>
    public (long Sent, long Answered) CheckConsent(TimeSpan interval, TimeSpan duration)
    {
        long sent = 0, answered = 0;
        var begin = Now;
        for (var now = begin; now - begin < duration; now = Now)
        {
            var due = (long)((now - begin) / interval * count);
            for (; sent < due; sent++)
            {
                _all[(int)(sent % count)]!.Check(_socket);
            }

            _socket.Send();
            answered += TakeReplies();
            _socket.Wait(_wait);
        }

        for (var end = Now + _wait * 200; Now < end && answered < sent;)
        {
            _socket.Wait(_wait);
            answered += TakeReplies();
        }

        return (sent, answered);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _dtls.Dispose();
    }

    private void Ask()
    {
        for (; _asked < count && _asked - _connected < Window; _asked++)
        {
            relay.Offer($"group-{_asked / groupSize}", _asked, StandbyOffer.Of(_asked, _dtls.LocalFingerprint), StandbyOffer.Sources);
        }
    }

    private void TakeAnswers()
    {
        while (relay.TryTakeAnswer(out var answer))
        {
            var terminal = new IdleTerminal(answer.Terminal, answer.Sdp);
            _all[answer.Terminal] = terminal;
            _joining.Add(terminal);
            terminal.Start(_dtls, Now, _socket);
        }
    }

    private bool HandleReceived()
    {
        var received = _socket.Receive();
        for (var i = 0; i < received; i++)
        {
            if (_all[_socket.Terminal(i)] is { } terminal && !terminal.TryAnswer(_socket.Datagram(i), _socket))
            {
                terminal.HandleDatagram(_socket.Datagram(i), Now, _socket);
            }
        }

        return received > 0;
    }

    private int TakeReplies()
    {
        var total = 0;
        while (_socket.Receive() is > 0 and var received)
        {
            for (var i = 0; i < received; i++)
            {
                var terminal = _all[_socket.Terminal(i)]!;
                if (!terminal.TryAnswer(_socket.Datagram(i), _socket))
                {
                    total += terminal.IsAnswer(_socket.Datagram(i)) ? 1 : 0;
                }
            }
        }

        _socket.Send();
        return total;
    }
}
