using System.Collections.Frozen;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Storage.Audit;

/// <summary>
/// The key that signs the audit, derived of the data key and so never in the database, and the public keys that are trusted: its own and
/// those of earlier data keys. ECDSA on P-256 with SHA-256: whoever has the public key can verify and cannot sign. See docs/decisions/0033.
/// </summary>
public sealed class AuditKeys : IDisposable
{
    private const string Purpose = "consultcluster audit";
    private const string RowContext = "consultcluster audit entry\n";
    private const string HeadContext = "consultcluster audit head\n";

    /// <summary>64 bits: an id only says which key to try.</summary>
    private const int IdBytes = 8;

    /// <summary>Order of the curve (SEC 2, secp256r1).</summary>
    private static readonly BigInteger Order = BigInteger.Parse(
        "00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A key of OpenSSL serves one caller at a time.</summary>
    private readonly Lock _lock = new();
    private readonly ECDsa? _signer;
    private bool _hasBegun;
    private readonly FrozenDictionary<string, ECDsa> _trusted;

    private AuditKeys(ECDsa? signer, IEnumerable<string> trusted)
    {
        _signer = signer;
        var keys = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        foreach (var pem in trusted.Concat(signer is null ? [] : [signer.ExportSubjectPublicKeyInfoPem()]))
        {
            var key = ECDsa.Create();
            key.ImportFromPem(pem);
            var id = IdOf(key);
            if (!keys.TryAdd(id, key))
            {
                key.Dispose();
            }
        }

        _trusted = keys.ToFrozenDictionary(StringComparer.Ordinal);
        Id = signer is null ? null : IdOf(signer);
    }

    /// <summary>Id of the signing key: the first 64 bits of its public key's SHA-256, in hex; null when there is only public keys.</summary>
    public string? Id { get; }

    /// <summary>The public key of the signing key in PEM (RFC 7468); null when there is only public keys.</summary>
    public string? PublicPem => _signer?.ExportSubjectPublicKeyInfoPem();

    /// <summary>Keys that sign and verify.</summary>
    /// <param name="dataKey">What the signing key is derived of; the caller keeps it.</param>
    /// <param name="trusted">Further public keys in PEM.</param>
    /// <exception cref="ArgumentException">A text is no public key.</exception>
    public static AuditKeys Of(DataKey dataKey, params IEnumerable<string> trusted)
    {
        ArgumentNullException.ThrowIfNull(dataKey);
        // Into 1 to order - 1; the bias is 2^-32 and of no use to anybody.
        var derived = new BigInteger(dataKey.Derive(Purpose), isUnsigned: true, isBigEndian: true);
        var scalar = BigInteger.Remainder(derived, Order - BigInteger.One) + BigInteger.One;
        var d = new byte[32];
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(d, d.Length - bytes.Length);
        return new AuditKeys(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d }), trusted);
    }

    /// <summary>Keys that only verify.</summary>
    /// <exception cref="ArgumentException">A text is no public key.</exception>
    public static AuditKeys Public(params IEnumerable<string> trusted) => new(null, trusted);

    /// <summary>Entries are signed from now on, whatever was before.</summary>
    public bool HasBegun => Volatile.Read(ref _hasBegun);

    /// <summary>
    /// Begins to sign on a record that has unsigned entries from before. While servers that do not sign yet write into the same database, it has to
    /// wait for them; on a record that is empty or signed it begins by itself.
    /// </summary>
    public void Begin() => Volatile.Write(ref _hasBegun, true);

    /// <summary>These keys if the next entry has to be signed; else null.</summary>
    /// <param name="isFirst">There is no entry yet.</param>
    /// <param name="previous">Signature of the last one.</param>
    internal AuditKeys? ForNext(bool isFirst, string? previous)
    {
        if (isFirst || previous is not null)
        {
            Begin();
        }

        return HasBegun ? this : null;
    }

    /// <summary>Signs an entry's hash, which covers the entry and everything before; null when there is only public keys.</summary>
    public AuditSignature? SignEntry(string hash) => Sign(RowContext + hash);

    /// <summary>True when a trusted key has signed that hash of an entry.</summary>
    public bool VerifyEntry(string? key, string hash, string? signature) => Verify(key, RowContext + hash, signature);

    /// <summary>Signs what a head says; null when there is only public keys.</summary>
    public AuditSignature? SignHead(string text) => Sign(HeadContext + text);

    /// <summary>True when a trusted key has signed that head.</summary>
    public bool VerifyHead(string? key, string text, string? signature) => Verify(key, HeadContext + text, signature);

    /// <inheritdoc/>
    public void Dispose()
    {
        _signer?.Dispose();
        foreach (var key in _trusted.Values)
        {
            key.Dispose();
        }
    }

    private static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, IdBytes));

    private AuditSignature? Sign(string text)
    {
        if (_signer is null)
        {
            return null;
        }

        lock (_lock)
        {
            return new AuditSignature(Id!, Convert.ToBase64String(_signer.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256)));
        }
    }

    private bool Verify(string? key, string text, string? signature)
    {
        if (key is null || signature is null || !_trusted.TryGetValue(key, out var trusted))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[64];
        if (!Convert.TryFromBase64String(signature, bytes, out var written) || written != bytes.Length)
        {
            return false;
        }

        lock (_lock)
        {
            return trusted.VerifyData(Encoding.UTF8.GetBytes(text), bytes, HashAlgorithmName.SHA256);
        }
    }
}
