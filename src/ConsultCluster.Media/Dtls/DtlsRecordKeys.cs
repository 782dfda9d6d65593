using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Dtls;

/// <summary>
/// Record protection of one DTLS 1.2 association under a TLS_ECDHE_*_WITH_AES_128_GCM_SHA256 suite: keys and nonces of
/// both directions, 40 bytes (RFC 5246 §6.3, RFC 5288 §3). Enough to read and write single records after the handshake;
/// does not detect replays.
/// </summary>
public struct DtlsRecordKeys
{
    /// <summary>Overhead of a record: header, explicit nonce and tag.</summary>
    public const int Overhead = DtlsRecordReader.HeaderLength + ExplicitNonceLength + TagLength;

    /// <summary>RFC 5246 §8.1.</summary>
    public const int MasterSecretLength = 48;

    /// <summary>RFC 5246 §7.4.1.2.</summary>
    public const int RandomLength = 32;

    private const int KeyLength = 16;
    private const int FixedNonceLength = 4;
    private const int ExplicitNonceLength = 8;
    private const int NonceLength = FixedNonceLength + ExplicitNonceLength;
    private const int TagLength = 16;
    private const int HashLength = 32;
    private const ushort Version12 = 0xFEFD;

    private Material _send;
    private Material _receive;

    /// <summary>Expands the master secret to the keys of both directions.</summary>
    public static DtlsRecordKeys Derive(
        DtlsRole role, ReadOnlySpan<byte> masterSecret, ReadOnlySpan<byte> clientRandom, ReadOnlySpan<byte> serverRandom)
    {
        var label = "key expansion"u8;
        Span<byte> seed = stackalloc byte[label.Length + (2 * RandomLength)];
        label.CopyTo(seed);
        serverRandom.CopyTo(seed[label.Length..]);
        clientRandom.CopyTo(seed[(label.Length + RandomLength)..]);
        Span<byte> block = stackalloc byte[2 * (KeyLength + FixedNonceLength)];
        Expand(masterSecret, seed, block);

        // client key, server key, client nonce, server nonce
        Material client = default, server = default;
        block[..KeyLength].CopyTo(client);
        block.Slice(KeyLength, KeyLength).CopyTo(server);
        block.Slice(2 * KeyLength, FixedNonceLength).CopyTo(client[KeyLength..]);
        block[((2 * KeyLength) + FixedNonceLength)..].CopyTo(server[KeyLength..]);
        CryptographicOperations.ZeroMemory(block);
        return role == DtlsRole.Client ? new() { _send = client, _receive = server } : new() { _send = server, _receive = client };
    }

    /// <summary>Writes one whole record; returns its length, <see cref="Overhead"/> more than the content's.</summary>
    /// <param name="sequence">48 bits. Must never repeat, because it is the nonce.</param>
    public readonly int Seal(byte contentType, ushort epoch, long sequence, ReadOnlySpan<byte> content, Span<byte> destination)
    {
        var length = content.Length + Overhead;
        destination[0] = contentType;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], Version12);
        BinaryPrimitives.WriteInt64BigEndian(destination[3..], ((long)epoch << 48) | sequence);
        BinaryPrimitives.WriteUInt16BigEndian(destination[11..], (ushort)(length - DtlsRecordReader.HeaderLength));
        var explicitNonce = destination.Slice(DtlsRecordReader.HeaderLength, ExplicitNonceLength);
        destination.Slice(3, ExplicitNonceLength).CopyTo(explicitNonce);

        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(_send, explicitNonce, nonce);
        Span<byte> associated = stackalloc byte[DtlsRecordReader.HeaderLength];
        WriteAssociatedData(destination, content.Length, associated);
        var body = destination[(DtlsRecordReader.HeaderLength + ExplicitNonceLength)..length];
        using var aes = new AesGcm(((ReadOnlySpan<byte>)_send)[..KeyLength], TagLength);
        aes.Encrypt(nonce, content, body[..content.Length], body[content.Length..], associated);
        return length;
    }

    /// <summary>
    /// Decrypts one whole record, as returned by <see cref="DtlsRecordReader"/>; false when it is too short, too long
    /// or not authentic.
    /// </summary>
    /// <param name="content">Buffer for the longest expected content; a longer record is rejected.</param>
    public readonly bool TryOpen(ReadOnlySpan<byte> record, Span<byte> content, out int length)
    {
        length = record.Length - Overhead;
        if (length < 0 || length > content.Length)
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(_receive, record.Slice(DtlsRecordReader.HeaderLength, ExplicitNonceLength), nonce);
        Span<byte> associated = stackalloc byte[DtlsRecordReader.HeaderLength];
        WriteAssociatedData(record, length, associated);
        var body = record[(DtlsRecordReader.HeaderLength + ExplicitNonceLength)..];
        try
        {
            using var aes = new AesGcm(((ReadOnlySpan<byte>)_receive)[..KeyLength], TagLength);
            aes.Decrypt(nonce, body[..length], body[length..], content[..length], associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static void WriteNonce(ReadOnlySpan<byte> material, ReadOnlySpan<byte> explicitNonce, Span<byte> nonce)
    {
        material[KeyLength..].CopyTo(nonce);
        explicitNonce.CopyTo(nonce[FixedNonceLength..]);
    }

    /// <summary>Epoch and sequence number, type, version, length of the content (RFC 5246 §6.2.3.3, RFC 6347 §4.1.2.1).</summary>
    private static void WriteAssociatedData(ReadOnlySpan<byte> header, int length, Span<byte> associated)
    {
        header.Slice(3, 8).CopyTo(associated);
        header[..3].CopyTo(associated[8..]);
        BinaryPrimitives.WriteUInt16BigEndian(associated[11..], (ushort)length);
    }

    /// <summary>P_SHA256 (RFC 5246 §5).</summary>
    private static void Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> output)
    {
        Span<byte> input = stackalloc byte[HashLength + seed.Length];
        Span<byte> block = stackalloc byte[HashLength];
        seed.CopyTo(input[HashLength..]);
        HMACSHA256.HashData(secret, seed, input);
        while (true)
        {
            HMACSHA256.HashData(secret, input, block);
            var taken = Math.Min(HashLength, output.Length);
            block[..taken].CopyTo(output);
            output = output[taken..];
            if (output.IsEmpty)
            {
                CryptographicOperations.ZeroMemory(block);
                return;
            }

            HMACSHA256.HashData(secret, input[..HashLength], block);
            block.CopyTo(input);
        }
    }

    /// <summary>Key and fixed part of the nonce of one direction.</summary>
    [InlineArray(KeyLength + FixedNonceLength)]
    private struct Material
    {
        private byte _first;
    }
}
