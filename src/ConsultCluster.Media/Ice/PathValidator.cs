using System.Buffers.Binary;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// Validates that the peer receives at an address that is not selected: sends a check and waits for the authentic answer
/// (decision 0024). Checks to two addresses are repeated at a time; answers of others are accepted as well.
/// </summary>
internal sealed class PathValidator(IRandomSource random, uint session)
{
    private readonly PathProof _proof = new(random, session);

    // Created on first use.
    private Attempt? _newer;
    private Attempt? _older;

    /// <summary>When <see cref="HandleTimeout"/> next has work; null when no check of ours is pending.</summary>
    public MonoTime? NextTimeout => (_newer?.Check.NextTimeout, _older?.Check.NextTimeout) switch
    {
        ({ } newer, { } older) => newer < older ? newer : older,
        var (newer, older) => newer ?? older,
    };

    /// <summary>
    /// Reads the number of the checking session from an answer; false for everything else. Not authenticated.
    /// </summary>
    public static bool TryReadSession(ReadOnlySpan<byte> datagram, out uint session)
    {
        session = 0;
        if (!StunMessage.IsStun(datagram) || datagram[0] != 1 || datagram[1] != StunHeader.BindingMethod)
        {
            return false;
        }

        session = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        return true;
    }

    /// <summary>
    /// A check of the peer came from that address and was answered: starts a check there, unless one is pending.
    /// </summary>
    /// <param name="received">Length of the peer's check.</param>
    /// <param name="answered">Length of our answer.</param>
    public void HandleCheck(IceKeys keys, in TransportAddress from, int received, int answered, MonoTime now, IDatagramSink sink)
    {
        var pending = _newer?.Check.IsPendingFor(from, keys) == true ? _newer
            : _older?.Check.IsPendingFor(from, keys) == true ? _older
            : null;
        var attempt = pending ?? Next();
        attempt.Budget.HandleReceived(received);
        attempt.Budget.HandleSent(answered);
        if (pending is not null)
        {
            pending.Check.Hasten(now, sink);
            return;
        }

        Span<byte> transactionId = stackalloc byte[PathCheck.TransactionLength];
        _proof.Write(from, now, transactionId);
        attempt.Check.Start(keys, from, transactionId, attempt.Budget, now, sink);
    }

    /// <summary>True when the message is the peer's answer from that address to a recent check.</summary>
    public bool HandleAnswer(in StunMessage message, in TransportAddress from, IceKeys current, IceKeys? former, MonoTime now)
    {
        if (!_proof.IsValid(message.TransactionId, from, now) || !(IsAuthentic(message, current) || (former is not null && IsAuthentic(message, former))))
        {
            return false;
        }

        _proof.HandleAccepted();
        _newer?.Check.Stop();
        _older?.Check.Stop();
        return true;
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        _newer?.Check.HandleTimeout(now, sink);
        _older?.Check.HandleTimeout(now, sink);
    }

    private static bool IsAuthentic(in StunMessage message, IceKeys keys)
    {
        Span<byte> password = stackalloc byte[IceKeys.MaxLength];
        return message.VerifyIntegrity(keys.ReadRemotePassword(password));
    }

    private Attempt Next()
    {
        var attempt = _newer is { Check.IsRunning: false } ? _newer : _older ?? new();
        (_older, _newer) = ReferenceEquals(attempt, _newer) ? (_older, _newer) : (_newer, attempt);
        attempt.Budget.Reset();
        return attempt;
    }

    private sealed class Attempt
    {
        public PathCheck Check { get; } = new();

        public AddressBudget Budget { get; } = new();
    }
}
