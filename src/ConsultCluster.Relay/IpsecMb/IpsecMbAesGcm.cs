using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Relay.IpsecMb;

/// <summary>AES-128-GCM by <see cref="LibIpsecMb"/>; the expanded key is made on first use.</summary>
internal sealed unsafe class IpsecMbAesGcm(ReadOnlySpan<byte> key) : IAeadCipher
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key = key.ToArray();
    private byte* _keyData;

    [SkipLocalsInit]
    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Require(nonce.Length == NonceLength && destination.Length >= plaintext.Length + TagLength);
        var context = stackalloc byte[LibIpsecMb.ContextLength];
        fixed (byte* iv = nonce, aad = associatedData, input = plaintext, output = destination)
        {
            LibIpsecMb.Encrypt(
                KeyData(), context, output, input, (ulong)plaintext.Length, iv, aad, (ulong)associatedData.Length, output + plaintext.Length, TagLength);
        }
    }

    [SkipLocalsInit]
    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination)
    {
        Require(nonce.Length == NonceLength && sealedData.Length >= TagLength && destination.Length >= sealedData.Length - TagLength);
        var context = stackalloc byte[LibIpsecMb.ContextLength];
        var tag = stackalloc byte[TagLength];
        var length = sealedData.Length - TagLength;
        fixed (byte* iv = nonce, aad = associatedData, input = sealedData, output = destination)
        {
            LibIpsecMb.Decrypt(KeyData(), context, output, input, (ulong)length, iv, aad, (ulong)associatedData.Length, tag, TagLength);
        }

        return CryptographicOperations.FixedTimeEquals(new ReadOnlySpan<byte>(tag, TagLength), sealedData[length..]);
    }

    public void Dispose()
    {
        if (_keyData is not null)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_keyData, LibIpsecMb.KeyDataLength));
            NativeMemory.AlignedFree(_keyData);
            _keyData = null;
        }

        CryptographicOperations.ZeroMemory(_key);
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new ArgumentException("A buffer has an impossible length.", paramName: null);
        }
    }

    private byte* KeyData()
    {
        if (_keyData is null)
        {
            _keyData = (byte*)NativeMemory.AlignedAlloc(LibIpsecMb.KeyDataLength, LibIpsecMb.KeyDataAlignment);
            fixed (byte* keyBytes = _key)
            {
                LibIpsecMb.ExpandKey(keyBytes, _keyData);
            }
        }

        return _keyData;
    }
}
