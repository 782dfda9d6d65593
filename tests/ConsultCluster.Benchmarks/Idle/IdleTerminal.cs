using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>A terminal that checks, shakes hands and then only consents (RFC 8445, RFC 7675).</summary>
/// <param name="answer">The relay's answer to its offer.</param>
internal sealed class IdleTerminal(int number, string answer)
{
    private static readonly TimeSpan _checkRetry = TimeSpan.FromMilliseconds(250);

    private readonly byte[] _username = Encoding.ASCII.GetBytes($"{Value(answer, "a=ice-ufrag:")}:{StandbyOffer.UserFragment(number)}");
    private readonly byte[] _password = Encoding.ASCII.GetBytes(Value(answer, "a=ice-pwd:"));
    private readonly byte[] _ownPassword = Encoding.ASCII.GetBytes(StandbyOffer.Password(number));
    private IDtlsSession? _dtls;
    private MonoTime _nextCheck;
    private bool _isChecked;

    /// <summary>The handshake is done.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Begins to connect.</summary>
    public void Start(IDtlsSessionFactory dtls, MonoTime now, IdleSocket socket)
    {
        _dtls = dtls.Create(DtlsRole.Client);
        HandleTimeout(now, socket);
    }

    /// <summary>Takes a datagram while connecting.</summary>
    public void HandleDatagram(ReadOnlySpan<byte> datagram, MonoTime now, IdleSocket socket)
    {
        if (_dtls is null)
        {
            return;
        }

        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun when !_isChecked && IsAnswer(datagram):
                _isChecked = true;
                _dtls.Start(now);
                break;
            case DatagramKind.Dtls:
                _dtls.HandlePacket(datagram, now);
                break;
        }

        SendHandshake(socket);
        if (_dtls.State == DtlsState.Failed)
        {
            throw new InvalidOperationException($"The handshake of terminal {number} failed.");
        }

        if (_dtls.State == DtlsState.Connected)
        {
            // The load generator's own memory is nobody's business; the relay's side is what is measured.
            IsConnected = true;
            _dtls.Dispose();
            _dtls = null;
        }
    }

    /// <summary>Repeats what was not answered.</summary>
    public void HandleTimeout(MonoTime now, IdleSocket socket)
    {
        if (!_isChecked && _nextCheck <= now)
        {
            _nextCheck = now + _checkRetry;
            Check(socket);
        }

        if (_dtls?.NextTimeout <= now)
        {
            _dtls.HandleTimeout(now);
            SendHandshake(socket);
        }
    }

    /// <summary>Sends a consent check as Chromium does, with nomination.</summary>
    public void Check(IdleSocket socket)
    {
        Span<byte> transactionId = stackalloc byte[12];
        Random.Shared.NextBytes(transactionId);
        var writer = new StunWriter(socket.Reserve(), StunClass.Request, transactionId);
        writer.AddUsername(_username);
        writer.AddIceControlling(0x1234_5678_9ABC_DEF0);
        writer.AddUseCandidate();
        writer.AddPriority(0x6E7F_1EFF);
        writer.AddIntegrity(_password);
        writer.AddFingerprint();
        socket.Commit(number, writer.Length);
    }

    /// <summary>Answers a check of the relay, as every full ICE agent does (RFC 8445 §7.3); false when the datagram is none.</summary>
    public bool TryAnswer(ReadOnlySpan<byte> datagram, IdleSocket socket)
    {
        if (!StunMessage.TryParse(datagram, out var message) || message.Class != StunClass.Request || !message.VerifyIntegrity(_ownPassword))
        {
            return false;
        }

        var writer = new StunWriter(socket.Reserve(), StunClass.Success, message.TransactionId);
        writer.AddMappedAddress(StandbyOffer.Address(number));
        writer.AddIntegrity(_ownPassword);
        writer.AddFingerprint();
        socket.Commit(number, writer.Length);
        return true;
    }

    /// <summary>The relay has answered a check of this terminal.</summary>
    public bool IsAnswer(ReadOnlySpan<byte> datagram) =>
        StunMessage.TryParse(datagram, out var message) && message.Class == StunClass.Success && message.VerifyIntegrity(_password);

    private static string Value(string sdp, string prefix)
    {
        var start = sdp.IndexOf(prefix, StringComparison.Ordinal) + prefix.Length;
        return sdp[start..sdp.IndexOf('\r', start)];
    }

    private void SendHandshake(IdleSocket socket)
    {
        while (_dtls!.TryTakeDatagram(socket.Reserve(), out var length))
        {
            socket.Commit(number, length);
        }
    }
}
