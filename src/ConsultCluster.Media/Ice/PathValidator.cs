using System.Buffers.Binary;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// Validates that the peer receives at an address: sends a check and waits for the authentic answer (decision 0024).
/// Two addresses can be validated at a time, because a peer that looks for a new path checks from several.
/// </summary>
internal sealed class PathValidator(IRandomSource random, uint session)
{
    // Created on first use.
    private PathCheck? _newer;
    private PathCheck? _older;

    /// <summary>When <see cref="HandleTimeout"/> next has work; null when no check of ours is pending.</summary>
    public MonoTime? NextTimeout => (_newer?.NextTimeout, _older?.NextTimeout) switch
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

    /// <summary>Starts a check to that address, unless one is pending.</summary>
    public void StartCheck(IceKeys keys, in TransportAddress to, MonoTime now, IDatagramSink sink)
    {
        if (_newer?.IsPendingFor(to, keys) == true || _older?.IsPendingFor(to, keys) == true)
        {
            return;
        }

        var check = _newer is { IsRunning: false } ? _newer : _older ?? new();
        (_older, _newer) = ReferenceEquals(check, _newer) ? (_older, _newer) : (_newer, check);
        check.Start(keys, to, session, random, now, sink);
    }

    /// <summary>True when the message is the peer's answer from that address.</summary>
    public bool HandleAnswer(in StunMessage message, in TransportAddress from)
    {
        if (_newer?.IsAnswer(message, from) == true)
        {
            // The peer chose this address later than the other.
            _newer.Stop();
            _older?.Stop();
            return true;
        }

        if (_older?.IsAnswer(message, from) == true)
        {
            _older.Stop();
            return true;
        }

        return false;
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        _newer?.HandleTimeout(now, sink);
        _older?.HandleTimeout(now, sink);
    }
}
