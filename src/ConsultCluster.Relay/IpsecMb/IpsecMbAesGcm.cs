using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.IpsecMb;

/// <summary>AES-128-GCM by <see cref="LibIpsecMb"/>; the expanded key is made on first use.</summary>
internal sealed unsafe class IpsecMbAesGcm(ReadOnlySpan<byte> key) : IAeadCipher
{
    private readonly byte[] _key = key.ToArray();
    private byte* _keyData;

    [SkipLocalsInit]
    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        AesGcmLengths.RequireSeal(nonce, plaintext, destination);
        var context = stackalloc byte[LibIpsecMb.ContextLength];
        fixed (byte* iv = nonce, aad = associatedData, input = plaintext, output = destination)
        {
            LibIpsecMb.Encrypt(
                KeyData(), context, output, input, (ulong)plaintext.Length, iv, aad, (ulong)associatedData.Length, output + plaintext.Length, AesGcmLengths.Tag);
        }
    }

    [SkipLocalsInit]
    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination)
    {
        AesGcmLengths.RequireOpen(nonce, sealedData, destination);
        var context = stackalloc byte[LibIpsecMb.ContextLength];
        var tag = stackalloc byte[AesGcmLengths.Tag];
        var length = sealedData.Length - AesGcmLengths.Tag;
        fixed (byte* iv = nonce, aad = associatedData, input = sealedData, output = destination)
        {
            LibIpsecMb.Decrypt(KeyData(), context, output, input, (ulong)length, iv, aad, (ulong)associatedData.Length, tag, AesGcmLengths.Tag);
        }

        return CryptographicOperations.FixedTimeEquals(new ReadOnlySpan<byte>(tag, AesGcmLengths.Tag), sealedData[length..]);
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
