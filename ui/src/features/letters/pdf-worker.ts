import './gaps';
import 'pdfjs-dist/build/pdf.worker.min.mjs';
