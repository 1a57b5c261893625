using System.Numerics;

namespace CodeGen.Runtime.Forecasting;

/// <summary>The fast Fourier transform of lengths that are powers of two, in place.</summary>
/// <remarks>Cooley and Tukey, Mathematics of Computation 19 (1965).</remarks>
internal static class Fourier
{
    public static void Transform(Span<Complex> values)
    {
        Reorder(values);
        for (int length = 2; length <= values.Length; length *= 2)
        {
            var step = Complex.FromPolarCoordinates(1, -2 * Math.PI / length);
            for (int start = 0; start < values.Length; start += length)
            {
                Complex factor = Complex.One;
                for (int i = 0; i < length / 2; i++)
                {
                    Complex even = values[start + i];
                    Complex odd = factor * values[start + i + (length / 2)];
                    values[start + i] = even + odd;
                    values[start + i + (length / 2)] = even - odd;
                    factor *= step;
                }
            }
        }
    }

    private static void Reorder(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < values.Length; i++)
        {
            int bit = values.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (values[i], values[j]) = (values[j], values[i]);
            }
        }
    }
}
