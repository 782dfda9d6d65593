using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// Transaction ids of checks that validate a new address: the session's number, and 64 bits of a MAC over the address
/// and the time. An answer proves itself without memory of its check, so no number of other checks can push it out. Each
/// accepted answer invalidates all ids before it, so a recorded answer proves nothing.
/// </summary>
internal sealed class PathProof(IRandomSource random, uint session)
{
    /// <summary>Part of the id after the session's number.</summary>
    private const int SessionLength = 4;

    private const int KeyLength = 32;

    /// <summary>An id is valid for one to two of these; a check is given up after 6.3 s.</summary>
    private const long EpochTicks = 10 * TimeSpan.TicksPerSecond;

    private Key _key;
    private bool _hasKey;
    private long _accepted;

    /// <summary>Writes the id of a check to that address.</summary>
    public void Write(in TransportAddress to, MonoTime now, Span<byte> transactionId)
    {
        if (!_hasKey)
        {
            random.Fill(_key);
            _hasKey = true;
        }

        Write(to, EpochOf(now), transactionId);
    }

    /// <summary>True when a recent check to that address has this id.</summary>
    public bool IsValid(ReadOnlySpan<byte> transactionId, in TransportAddress from, MonoTime now)
    {
        if (!_hasKey)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[PathCheck.TransactionLength];
        Write(from, EpochOf(now), expected);
        if (CryptographicOperations.FixedTimeEquals(expected, transactionId))
        {
            return true;
        }

        Write(from, EpochOf(now) - 1, expected);
        return CryptographicOperations.FixedTimeEquals(expected, transactionId);
    }

    /// <summary>An answer was accepted: it and every id before it become invalid.</summary>
    public void HandleAccepted() => _accepted++;

    private static long EpochOf(MonoTime now) => now.Ticks / EpochTicks;

    private void Write(in TransportAddress address, long epoch, Span<byte> transactionId)
    {
        Span<byte> input = stackalloc byte[16 + 4 + 2 + 2 + 8 + 8];
        BinaryPrimitives.WriteUInt128BigEndian(input, address.Address);
        BinaryPrimitives.WriteUInt32BigEndian(input[16..], address.ScopeId);
        BinaryPrimitives.WriteUInt16BigEndian(input[20..], address.Port);
        BinaryPrimitives.WriteUInt16BigEndian(input[22..], address.Local);
        BinaryPrimitives.WriteInt64BigEndian(input[24..], epoch);
        BinaryPrimitives.WriteInt64BigEndian(input[32..], _accepted);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, input, mac);
        BinaryPrimitives.WriteUInt32BigEndian(transactionId, session);
        mac[..(PathCheck.TransactionLength - SessionLength)].CopyTo(transactionId[SessionLength..]);
    }

    [InlineArray(KeyLength)]
    private struct Key
    {
        private byte _first;
    }
}
