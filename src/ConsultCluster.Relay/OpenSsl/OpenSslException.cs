using System.Runtime.CompilerServices;
using System.Text;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>OpenSSL refused something that must not fail: a broken installation or a bug, never a peer's doing.</summary>
public sealed class OpenSslException(string message) : Exception(message)
{
    /// <summary>Takes what OpenSSL says, if the call did not succeed.</summary>
    internal static void ThrowUnless(bool succeeded, [CallerArgumentExpression(nameof(succeeded))] string call = "")
    {
        if (!succeeded)
        {
            throw new OpenSslException($"{call}: {LastError()}");
        }
    }

    /// <summary>The pointer, unless it is null.</summary>
    internal static nint ThrowIfNull(nint pointer, [CallerArgumentExpression(nameof(pointer))] string call = "") =>
        pointer != 0 ? pointer : throw new OpenSslException($"{call}: {LastError()}");

    private static unsafe string LastError()
    {
        const int MaxText = 256;
        var text = stackalloc byte[MaxText];
        LibCrypto.ERR_error_string_n(LibCrypto.ERR_get_error(), text, MaxText);
        return Encoding.ASCII.GetString(text, new ReadOnlySpan<byte>(text, MaxText).IndexOf((byte)0));
    }
}
