using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ConsultCluster.Relay.IpsecMb;

/// <summary>
/// AES-GCM of the library Intel(R) Multi-Buffer Crypto for IPsec, version 1 (Debian libipsec-mb1): one call seals a
/// packet, where OpenSSL 3.0 needs five and looks up its parameters by name. Lengths in bytes. Each call takes under a
/// microsecond and never blocks, so it skips the GC transition.
/// </summary>
internal static unsafe partial class LibIpsecMb
{
    /// <summary>struct gcm_key_data is 1,008 bytes.</summary>
    public const int KeyDataLength = 1024;

    /// <summary>Alignment of struct gcm_key_data.</summary>
    public const int KeyDataAlignment = 64;

    /// <summary>struct gcm_context_data is 88 bytes.</summary>
    public const int ContextLength = 96;

    private const string Library = "libIPSec_MB.so.1";

    private static readonly string[] _functions = ["aes_gcm_pre_128_avx_gen4", "aes_gcm_enc_128_avx_gen4", "aes_gcm_dec_128_avx_gen4"];

    /// <summary>True when the library is installed and the processor has AES, PCLMULQDQ and AVX2.</summary>
    public static bool IsAvailable { get; } =
        Aes.IsSupported && Pclmulqdq.IsSupported && Avx2.IsSupported
        && NativeLibrary.TryLoad(Library, out var library)
        && Array.TrueForAll(_functions, function => NativeLibrary.TryGetExport(library, function, out _));

    /// <summary>Expands a key.</summary>
    [LibraryImport(Library, EntryPoint = "aes_gcm_pre_128_avx_gen4")]
    public static partial void ExpandKey(byte* key, byte* keyData);

    [LibraryImport(Library, EntryPoint = "aes_gcm_enc_128_avx_gen4")]
    [SuppressGCTransition]
    public static partial void Encrypt(
        byte* keyData, byte* context, byte* output, byte* input, ulong length, byte* nonce, byte* associatedData, ulong associatedLength, byte* tag, ulong tagLength);

    /// <summary>Decrypts without checking the tag, and writes the expected tag.</summary>
    [LibraryImport(Library, EntryPoint = "aes_gcm_dec_128_avx_gen4")]
    [SuppressGCTransition]
    public static partial void Decrypt(
        byte* keyData, byte* context, byte* output, byte* input, ulong length, byte* nonce, byte* associatedData, ulong associatedLength, byte* tag, ulong tagLength);
}
