using System.Runtime.CompilerServices;
using System.Text;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>An unexpected OpenSSL failure: a broken installation or a bug, never caused by a peer.</summary>
public sealed class OpenSslException(string message) : Exception(message)
{
    /// <summary>Throws with OpenSSL's error text when the call failed.</summary>
    internal static void ThrowUnless(bool succeeded, [CallerArgumentExpression(nameof(succeeded))] string call = "")
    {
        if (!succeeded)
        {
            throw new OpenSslException($"{call}: {LastError()}");
        }
    }

    /// <summary>Returns the pointer; throws when it is null.</summary>
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
