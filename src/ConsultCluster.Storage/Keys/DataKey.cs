using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Storage.Keys;

/// <summary>
/// The key that protects private keys and secrets at rest: AES-256-GCM, kept in a file of its own beside the database, so that a
/// copy of the database alone gives nothing away.
/// </summary>
public sealed class DataKey : IDisposable
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm _cipher;

    private readonly byte[] _key;

    private DataKey(byte[] key) => (_key, _cipher) = (key, new AesGcm(key, TagSize));

    /// <summary>Reads the key file, or makes it, readable by the owner only.</summary>
    /// <exception cref="InvalidDataException">The file is there but holds something else.</exception>
    public static DataKey OpenOrCreate(string path)
    {
        SecretFile.WriteOnce(path, RandomNumberGenerator.GetBytes(KeySize));
        var key = File.ReadAllBytes(path);
        return key.Length == KeySize
            ? new DataKey(key)
            : throw new InvalidDataException($"{path} is not a data key: it has {key.Length} bytes instead of {KeySize}. Restore it from the backup.");
    }

    /// <summary>Encrypts; the name is bound in, so that one secret cannot stand in for another.</summary>
    public byte[] Protect(string name, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceSize + TagSize + plain.Length];
        var nonce = box.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _cipher.Encrypt(nonce, plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(name));
        return box;
    }

    /// <summary>Decrypts what <see cref="Protect"/> made under the same name.</summary>
    /// <exception cref="CryptographicException">It was changed, has another name, or belongs to another key.</exception>
    public byte[] Unprotect(string name, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("The protected value is too short.");
        }

        var plain = new byte[box.Length - NonceSize - TagSize];
        _cipher.Decrypt(box[..NonceSize], box[(NonceSize + TagSize)..], box.Slice(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(name));
        return plain;
    }

    /// <summary>Another secret of 32 bytes, the same wherever this key is (HKDF-SHA256, RFC 5869); it gives nothing away of this key or of another purpose's.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeySize, info: Encoding.UTF8.GetBytes(purpose));

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
